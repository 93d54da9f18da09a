import type { GrayImage } from '../image/gray-image.ts';
import { resampled, type Station, stationsOf } from '../measure/centre-line.ts';
import { grayAlong, PROFILE_STEP } from '../measure/gray-profile.ts';
import type { Place } from '../measure/grid.ts';
import { medianOf } from '../measure/statistics.ts';

/** Where a line went: a station about each px of it, and how far each is moved along its normal, px. */
export interface Snapped {
  readonly stations: readonly Station[];
  readonly offsets: readonly number[];
  /** How much the crack or the edge stands out along the line, gray levels. */
  readonly contrast: number;
}

/** What a line is drawn to: a dark or a bright crack, or the edge of an area that is darker or brighter than what is around it. */
export type SnapTo = 'dark' | 'bright' | 'edge';

/** Of neighbouring stations one goes so much farther aside than the other at most, in steps of a profile. */
const STEEPEST = 2;
/** Such a step costs as much as so many gray levels. */
const STEEP = 0.5;
/** To lie at the farthest place costs as much as so many gray levels: where nothing is seen a line stays. */
const FAR = 4;
/** An edge is the difference of the gray levels so many px to either side. */
const EDGE_REACH = 1.5;

/**
 * A line moved to the crack along it, or a ring (`isRing`: its last place is joined to the first) to the edge: of all ways within `reach` px to either side the one along which
 * the picture stands out most (Viterbi; the active contour of Amini 1990). `width`: about how wide the crack is, px. Null for a line that lies
 * outside the picture.
 */
export function snapAcross(
  gray: GrayImage,
  line: readonly Place[],
  { to, reach, width, isRing = false }: { to: SnapTo; reach: number; width: number; isRing?: boolean },
): Snapped | null {
  const places = resampled(isRing ? [...line, line[0]] : line, 1);
  const stations = stationsOf(places);
  const half = Math.round(reach / PROFILE_STEP);
  const blur = to === 'edge' ? EDGE_REACH : Math.max(0.5, width / 2);
  const profiles = stations.map(station => grayAlong(gray, station, -reach - blur, reach + blur));
  if (profiles.every(profile => profile === null)) return null;
  const scores = (sign: number) =>
    profiles.map(profile => profile && standing(profile, { half, blur, isEdge: to === 'edge', sign }));
  const signs = to === 'edge' ? [1, -1] : [to === 'dark' ? 1 : -1];
  const ways = signs.map(sign => bestWay(scores(sign), half, isRing));
  const { way, contrast } = ways.reduce((a, b) => (b.contrast > a.contrast ? b : a));
  return { stations, offsets: way.map(at => (at - half) * PROFILE_STEP), contrast };
}

/** How much each place of a profile stands out, gray levels: against its median a crack as wide as 2 `blur`, or the step up from one side to the other. */
function standing(
  profile: readonly number[],
  { half, blur, isEdge, sign }: { half: number; blur: number; isEdge: boolean; sign: number },
): Float64Array {
  const middle = (profile.length - 1) / 2;
  const around = Math.round(blur / PROFILE_STEP);
  const background = medianOf([...profile]);
  const sums = [0];
  for (const value of profile) sums.push(sums.at(-1)! + value);
  const mean = (from: number, to: number) => {
    const [a, b] = [Math.max(0, from), Math.min(profile.length, to)];
    return (sums[b] - sums[a]) / Math.max(1, b - a);
  };
  return Float64Array.from({ length: 2 * half + 1 }, (_, i) => {
    const at = Math.round(middle + i - half);
    return isEdge
      ? sign * (mean(at, at + around + 1) - mean(at - around, at + 1))
      : sign * (background - mean(at - around, at + around + 1));
  });
}

/** The way through the profiles that stands out most, and by how much on average; a ring is gone round twice, so that it closes. */
function bestWay(
  profiles: readonly (Float64Array | null)[],
  half: number,
  isRing: boolean,
): { way: number[]; contrast: number } {
  const count = profiles.length;
  const lead = isRing ? count >> 1 : 0;
  const total = count + 2 * lead;
  const size = 2 * half + 1;
  const before = new Int16Array(total * size);
  let best = new Float64Array(size);
  for (let k = 0; k < total; k++) {
    const profile = profiles[(k - lead + 2 * count) % count];
    const next = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      let from = i;
      for (let j = Math.max(0, i - STEEPEST); j <= Math.min(size - 1, i + STEEPEST); j++)
        if (best[j] - STEEP * Math.abs(i - j) > best[from] - STEEP * Math.abs(i - from)) from = j;
      before[k * size + i] = from;
      next[i] = best[from] - STEEP * Math.abs(i - from) + (profile?.[i] ?? 0) - FAR * ((i - half) / half) ** 2;
    }
    best = next;
  }
  const way = new Array<number>(total);
  let at = best.indexOf(Math.max(...best));
  for (let k = total - 1; k >= 0; k--) {
    way[k] = at;
    at = before[k * size + at];
  }
  const own = way.slice(lead, lead + count);
  const contrast = own.reduce((sum, i, k) => sum + (profiles[k]?.[i] ?? 0), 0) / count;
  return { way: own, contrast };
}
