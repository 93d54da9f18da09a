import type { Grid, Place } from './grid.ts';
import { maskAt } from './mask-width.ts';

/** The direction in which a line ends is taken over so many px. */
const LAST = 6;
const STEP = 0.1;
/** A line may pass beside the corners of the pixels it stands for, px. */
const GAP = 0.7;
/** A tip this near to the edge of what can be seen, px, is cut by it. */
const CUT = 1.5;

export interface Tip {
  /** How far the crack goes on beyond the line's last place, px: thinning takes half a width off every end. */
  readonly beyond: number;
  /** Where it ends. */
  readonly place: Place;
  /** Whether the picture's edge, or that of the ROI, cuts it off. */
  readonly open: boolean;
}

/** Between the pixels of a slanting line one pixel wide the interpolated mask is below one half. */
function isCrack(crack: Grid, { x, y }: Place): boolean {
  return maskAt(crack, Math.round(x), Math.round(y)) === 1 || maskAt(crack, x, y) >= 0.5;
}

/** The end of a line within a crack; `line` ends there. `visible` says whether a place can be crack at all. */
export function tipOf(line: readonly Place[], crack: Grid, visible: (place: Place) => boolean): Tip {
  const last = line[line.length - 1];
  const before = line[Math.max(0, line.length - 1 - LAST)];
  const length = Math.hypot(last.x - before.x, last.y - before.y);
  const [dx, dy] = length === 0 ? [1, 0] : [(last.x - before.x) / length, (last.y - before.y) / length];
  const ahead = (t: number) => ({ x: last.x + t * dx, y: last.y + t * dy });
  let beyond = 0;
  for (let t = STEP; t - beyond <= GAP; t += STEP) if (isCrack(crack, ahead(t))) beyond = t;
  return { beyond, place: ahead(beyond), open: !visible(ahead(beyond + CUT)) };
}
