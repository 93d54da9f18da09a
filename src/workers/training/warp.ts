import { valuesByArea } from '../../shared/image/cover.ts';
import type { Random } from '../../shared/random.ts';
import { keepThinCracks, type Sources } from './thin-cracks.ts';

/** Where an image's pixels go: turned about its centre and made larger, and an elastic deformation on top. */
export interface Warp {
  /** Degrees. */
  rotation: number;
  /** How many times as large; 1 when absent. */
  scale?: number;
  /** Control points of the deformation, shares of the side: those across, row by row, then those down. None: empty. */
  elastic: number[];
}

/** Cells of the deformation's grid along a side; a cubic B-spline needs three more control points than cells. */
const CELLS = 4;
const CONTROLS = CELLS + 3;

/**
 * Draws control points of up to ± `amplitude`, a share of the side. Neighbours differ by at most twice that over a quarter of
 * the side, so at 0.04 no partial derivative exceeds 0.32, and the picture is nowhere folded.
 */
export function drawElastic(random: Random, amplitude: number): number[] {
  return Array.from({ length: 2 * CONTROLS * CONTROLS }, () => random.uniform(-amplitude, amplitude));
}

/** One image and its mask, uint8 [size, size]. */
export interface Pair {
  readonly image: Uint8Array;
  readonly mask: Uint8Array;
}

export function isWarp({ rotation, scale = 1, elastic }: Warp): boolean {
  return rotation !== 0 || scale !== 1 || elastic.length > 0;
}

/** How far beyond its border, px, a warp may reach for a pixel of an image of side `size`: at a corner, turned and pushed out. */
export function warpMargin(size: number, warp: Warp): number {
  if (!isWarp(warp)) return 0;
  const { sin, cos } = turnOf(warp);
  const turned = (size / 2) * (Math.abs(cos) + Math.abs(sin) - 1);
  const pushed = warp.elastic.reduce((most, share) => Math.max(most, Math.abs(share)), 0) * size;
  // And the neighbour that is blended in.
  return Math.max(0, Math.ceil(turned + pushed)) + 1;
}

/** The turn back from an image to its source, which is `scale` times smaller. */
function turnOf({ rotation, scale = 1 }: Warp): { cos: number; sin: number } {
  const angle = (rotation * Math.PI) / 180;
  return { cos: Math.cos(angle) / scale, sin: Math.sin(angle) / scale };
}

/**
 * Turns, scales and deforms an image, bilinearly, and its mask, to the nearest pixel but without breaking thin cracks. With a
 * `margin` both have so many more pixels on every side, from which comes what moves in; beyond them it is mirrored.
 *
 * @param pair [size + 2 margin, size + 2 margin]
 * @returns [size, size]
 */
export function warped({ image, mask }: Pair, size: number, warp: Warp, margin = 0): Pair {
  const side = size + 2 * margin;
  const sources = sourcePositions(size, margin, warp);
  const result = { image: new Uint8Array(size * size), mask: new Uint8Array(size * size) };
  for (let i = 0; i < size * size; i++) {
    const x = mirrored(sources.x[i], side);
    const y = mirrored(sources.y[i], side);
    result.image[i] = bilinear(image, side, x, y);
    result.mask[i] = mask[Math.round(y) * side + Math.round(x)];
  }
  // The rarest class last, which has most to lose.
  for (const value of valuesByArea(mask)) {
    keepThinCracks(mask, result.mask, { size, margin, sources, ...turnOf(warp), value });
  }
  return result;
}

/** `centre + R (pixel - centre) / scale + displacement`; the displacement is a cubic B-spline of the control points. */
function sourcePositions(size: number, margin: number, warp: Warp): Sources {
  const sources = { x: new Float32Array(size * size), y: new Float32Array(size * size) };
  const { elastic } = warp;
  const { sin, cos } = turnOf(warp);
  const half = (size - 1) / 2;
  const centre = margin + half;
  const taps = Array.from({ length: size }, (_, i) => splineTaps(i, size));
  for (let row = 0, i = 0; row < size; row++) {
    const across = controlRow(elastic, 0, taps[row]);
    const down = controlRow(elastic, CONTROLS * CONTROLS, taps[row]);
    for (let column = 0; column < size; column++, i++) {
      const [u, v] = [column - half, row - half];
      sources.x[i] = centre + cos * u - sin * v + size * weighted(across, taps[column]);
      sources.y[i] = centre + sin * u + cos * v + size * weighted(down, taps[column]);
    }
  }
  return sources;
}

interface Taps {
  /** The first of four control points. */
  readonly first: number;
  readonly weights: readonly [number, number, number, number];
}

/** The weights of the uniform cubic B-spline at the centre of a pixel. */
function splineTaps(pixel: number, size: number): Taps {
  const position = ((pixel + 0.5) / size) * CELLS;
  const first = Math.floor(position);
  const t = position - first;
  const rest = 1 - t;
  return {
    first,
    weights: [rest ** 3 / 6, (3 * t ** 3 - 6 * t ** 2 + 4) / 6, (3 * rest ** 3 - 6 * rest ** 2 + 4) / 6, t ** 3 / 6],
  };
}

/** The control points of one axis, `from` on, drawn together for one row of pixels. Nothing without a deformation. */
function controlRow(elastic: readonly number[], from: number, { first, weights }: Taps): number[] {
  if (elastic.length === 0) return [];
  return Array.from({ length: CONTROLS }, (_, column) =>
    weights.reduce((sum, weight, i) => sum + weight * elastic[from + (first + i) * CONTROLS + column], 0),
  );
}

function weighted(row: readonly number[], { first, weights }: Taps): number {
  if (row.length === 0) return 0;
  const [a, b, c, d] = weights;
  return a * row[first] + b * row[first + 1] + c * row[first + 2] + d * row[first + 3];
}

/** Mirrors a position at the centres of the outermost pixels, as OpenCV's BORDER_REFLECT_101 does. */
function mirrored(position: number, size: number): number {
  const last = size - 1;
  const inside = position < 0 ? -position : position > last ? 2 * last - position : position;
  return Math.min(Math.max(inside, 0), last);
}

function bilinear(image: Uint8Array, size: number, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [across, down] = [x - left, y - top];
  const right = Math.min(left + 1, size - 1);
  const upper = top * size;
  const lower = Math.min(top + 1, size - 1) * size;
  const above = image[upper + left] + (image[upper + right] - image[upper + left]) * across;
  const below = image[lower + left] + (image[lower + right] - image[lower + left]) * across;
  return Math.round(above + (below - above) * down);
}
