import type { GrayImage } from '../image/gray-image.ts';
import type { Station } from './centre-line.ts';
import { bilinear } from './grid.ts';
import { meanOf, medianOf } from './statistics.ts';

/** Profiles are sampled at this spacing, px. */
export const PROFILE_STEP = 0.25;
/** What lies this far beyond the edges, px, is the crack's blurred rim and no background. */
const RIM = 2;
/** Background is looked for over this many px beyond the rim. */
const BACKGROUND = 4;

/** What the gray image says of a crack along one normal. */
export interface GrayProfile {
  /** The integral of background minus image, gray levels times px; of a dark crack positive. */
  readonly deficit: number;
  /** The gray level of the surroundings at the station. */
  readonly background: number;
  /** Background minus image at the station, gray levels. */
  readonly depth: number;
  /** From edge to edge, where the image is half way between background and middle, px; null where it never comes back up near an edge. */
  readonly halfWidth: number | null;
  /** Where the deficit's centre of gravity lies, px along the normal from the station. */
  readonly centre: number;
}

/**
 * The profile of the gray image across a crack that reaches `along` and `against` px from the station: the background is a line through the
 * medians of both sides. Null where the picture ends before there is background.
 */
export function grayProfile(
  gray: GrayImage,
  station: Station,
  reach: { along: number; against: number },
): GrayProfile | null {
  const [low, high] = [-reach.against - RIM, reach.along + RIM];
  const before = grayAlong(gray, station, low - BACKGROUND, low);
  const after = grayAlong(gray, station, high, high + BACKGROUND);
  if (!before || !after) return null;
  const [start, end] = [medianOf(before), medianOf(after)];
  const inside = grayAlong(gray, station, low, high);
  if (!inside) return null;
  const span = inside.length - 1;
  const depths = inside.map((value, i) => start + ((end - start) * i) / span - value);
  const step = (high - low) / span;
  const deficit = depths.reduce((sum, depth) => sum + depth, 0) * step;
  const moment = depths.reduce((sum, depth, i) => sum + depth * (low + i * step), 0) * step;
  const at = Math.round((span * -low) / (high - low));
  const background = start + ((end - start) * at) / span;
  const depth = meanOf(depths.slice(at - 2, at + 3));
  const up = crossing(depths.slice(at), depth / 2);
  const down = crossing(depths.slice(0, at + 1).reverse(), depth / 2);
  const halfWidth = up === null || down === null ? null : (up + down) * step;
  return { deficit, background, depth, halfWidth, centre: moment / deficit };
}

/** How many samples from the first on depths fall below a level, in between in proportion; null when they never do. */
function crossing(depths: readonly number[], level: number): number | null {
  const sign = Math.sign(level);
  const i = depths.findIndex(depth => sign * depth < sign * level);
  return i <= 0 ? null : i - 1 + (depths[i - 1] - level) / (depths[i - 1] - depths[i]);
}

/** Gray levels from `from` to `to` px along the normal, both among them; null where the picture ends. */
export function grayAlong(gray: GrayImage, { x, y, nx, ny }: Station, from: number, to: number): number[] | null {
  const count = Math.max(2, Math.round((to - from) / PROFILE_STEP) + 1);
  const values: number[] = [];
  for (let i = 0; i < count; i++) {
    const t = from + ((to - from) * i) / (count - 1);
    const value = grayAt(gray, x + t * nx, y + t * ny);
    if (value === null) return null;
    values.push(value);
  }
  return values;
}

/** The gray level at any place, bilinear between the centres of pixels; null outside the picture. */
function grayAt({ data, width, height }: GrayImage, x: number, y: number): number | null {
  const column = Math.min(Math.floor(x), width - 2);
  const row = Math.min(Math.floor(y), height - 2);
  const [dx, dy] = [x - column, y - row];
  if (column < 0 || row < 0 || dx > 1 || dy > 1) return null;
  return bilinear(data, width, row * width + column, dx, dy);
}
