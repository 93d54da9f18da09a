import type { Station } from './centre-line.ts';
import { bilinear, type Grid } from './grid.ts';

/** Profiles are sampled at this spacing, px, and those that only tell where the middle is at this one. */
const STEP = 0.1;
export const ROUGH_STEP = 0.25;

/** How far a crack reaches from a station to either side, along the normal and against it, px. */
export interface Reach {
  readonly along: number;
  readonly against: number;
}

/**
 * The orthogonal profile of the mask: from the station outwards, to where the mask, interpolated between the centres of its pixels,
 * falls below one half. Unbiased from 2 px on (twice the distance transform is not: its error depends on the direction).
 */
export function maskReach(grid: Grid, station: Station, step = STEP): Reach {
  return { along: reachTo(grid, station, 1, step), against: reachTo(grid, station, -1, step) };
}

/** The steps are those of `maskAt` along the normal: thousands a crack, so nothing is made for them. */
function reachTo(
  { data, width, height, left, top }: Grid,
  { x, y, nx, ny }: Station,
  sign: number,
  step: number,
): number {
  const [u, v, du, dv] = [x - left, y - top, sign * nx, sign * ny];
  const farthest = width + height;
  let before = 1;
  for (let t = 0; t < farthest; t += step) {
    const [across, down] = [u + t * du, v + t * dv];
    const [column, row] = [Math.floor(across), Math.floor(down)];
    const isInside = column >= 0 && row >= 0 && column + 1 < width && row + 1 < height;
    const here = isInside ? between(data, width, row * width + column, across - column, down - row) : 0;
    if (t > 0 && here < 0.5) return before <= 0.5 ? t - step : t - step * ((0.5 - here) / (before - here));
    before = here;
  }
  return farthest;
}

/** As `bilinear`; within a crack all four pixels are alike. */
function between(data: Uint8Array, width: number, at: number, dx: number, dy: number): number {
  const sum = data[at] + data[at + 1] + data[at + width] + data[at + width + 1];
  return sum === 4 ? 1 : sum === 0 ? 0 : bilinear(data, width, at, dx, dy);
}

/** The mask at any place, bilinear, 0 to 1. */
export function maskAt({ data, width, height, left, top }: Grid, x: number, y: number): number {
  const [u, v] = [x - left, y - top];
  const [column, row] = [Math.floor(u), Math.floor(v)];
  if (column < 0 || row < 0 || column + 1 >= width || row + 1 >= height) return 0;
  return bilinear(data, width, row * width + column, u - column, v - row);
}
