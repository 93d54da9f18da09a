import type { Affine } from '../geometry/affine.ts';
import { solved } from '../geometry/linear-equations.ts';
import type { GrayImage } from '../image/gray-image.ts';
import { shiftBetween } from './phase-correlation.ts';
import { halved, type Plane, planeOf } from './plane.ts';

/** Pictures are compared at this size of their longer side, px, and at halves of it. */
const FINEST = 256;
const COARSEST = 32;
const ROUNDS = 12;
/** Two pictures that are less alike than this, once one lies on the other, show something else. */
const ALIKE = 0.5;
/** … in so many of their pixels: two that show something else come to 0.23 by this alone. */
const SAME_THING = 0.9;

/**
 * How the picture moved from one frame to the next: shifted, turned, zoomed, as a map of px of `before` to px of `after`; null when they show something
 * else. Phase correlation finds the shift, then the squares of differences are made least on ever finer pictures, what moves otherwise counting little
 * (inverse compositional alignment, Baker and Matthews 2004).
 */
export function motionBetween(before: GrayImage, after: GrayImage): Affine | null {
  if (before.width !== after.width || before.height !== after.height) return null;
  const [from, to] = [levelsOf(before), levelsOf(after)];
  const first = shiftBetween(from[0], to[0]);
  let motion: Motion = { scale: 0, turn: 0, x: first.x, y: first.y };
  for (const [level, template] of from.entries()) {
    if (level > 0) motion = { ...motion, x: 2 * motion.x, y: 2 * motion.y };
    motion = aligned(template, to[level], motion);
  }
  const finest = from.length - 1;
  if (!(likeness(from[finest], to[finest], motion) >= ALIKE)) return null;
  return inPixels(motion, from[finest], before);
}

/** Of a plane around its middle: x' = (1 + scale) x - turn y + shift, y' = turn x + (1 + scale) y + shift. */
interface Motion {
  readonly scale: number;
  readonly turn: number;
  readonly x: number;
  readonly y: number;
}

/** Ever finer pictures, the coarsest first. */
function levelsOf(image: GrayImage): Plane[] {
  const levels = [planeOf(image, FINEST)];
  while (Math.max(levels[0].width, levels[0].height) >= 2 * COARSEST) levels.unshift(halved(levels[0]));
  return levels;
}

function aligned(template: Plane, picture: Plane, start: Motion): Motion {
  const slopes = slopesOf(template);
  let motion = start;
  for (let round = 0; round < ROUNDS; round++) {
    const step = stepOf(template, picture, slopes, motion);
    if (!step.every(Number.isFinite)) return motion;
    motion = composed(motion, step);
    if (Math.hypot(step[2], step[3]) < 0.01 && Math.hypot(step[0], step[1]) * template.width < 0.02) break;
  }
  return motion;
}

/** One step of least squares: [scale, turn, x, y] of the template. */
function stepOf(template: Plane, picture: Plane, slopes: Slopes, motion: Motion): number[] {
  const { width, height, data } = template;
  const [cx, cy] = [(width - 1) / 2, (height - 1) / 2];
  const differences = new Float32Array(data.length).fill(Number.NaN);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      differences[at] = valueAt(picture, x - cx, y - cy, motion) - data[at];
    }
  }
  const usual = 1.5 * middleSize(differences) + 1e-3;
  const sums = new Float64Array(20);
  const descent = new Float64Array(5);
  for (let at = 0; at < differences.length; at++) {
    const value = differences[at];
    if (Number.isNaN(value)) continue;
    const x = (at % width) - cx;
    const y = Math.floor(at / width) - cy;
    descent[2] = slopes.dx[at];
    descent[3] = slopes.dy[at];
    descent[0] = descent[2] * x + descent[3] * y;
    descent[1] = descent[3] * x - descent[2] * y;
    descent[4] = value;
    const weight = Math.abs(value) <= usual ? 1 : usual / Math.abs(value);
    for (let i = 0; i < 4; i++) for (let j = 0; j < 5; j++) sums[5 * i + j] += weight * descent[i] * descent[j];
  }
  return solved([0, 5, 10, 15].map(row => [...sums.subarray(row, row + 5)]));
}

interface Slopes {
  readonly dx: Float32Array;
  readonly dy: Float32Array;
}

function slopesOf({ width, height, data }: Plane): Slopes {
  const [dx, dy] = [new Float32Array(data.length), new Float32Array(data.length)];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      dx[at] = (data[at + 1] - data[at - 1]) / 2;
      dy[at] = (data[at + width] - data[at - width]) / 2;
    }
  }
  return { dx, dy };
}

function moved(x: number, y: number, { scale, turn, x: dx, y: dy }: Motion): [number, number] {
  return [(1 + scale) * x - turn * y + dx, turn * x + (1 + scale) * y + dy];
}

/** The motion after the inverse of a step of the template. */
function composed(motion: Motion, [scale, turn, x, y]: readonly number[]): Motion {
  const [a, b] = [1 + scale, turn];
  const size = a * a + b * b;
  const back = { a: a / size, b: -b / size };
  const shift = { x: -(back.a * x - back.b * y), y: -(back.b * x + back.a * y) };
  const [dx, dy] = moved(shift.x, shift.y, motion);
  const [m, t] = [1 + motion.scale, motion.turn];
  return { scale: m * back.a - t * back.b - 1, turn: m * back.b + t * back.a, x: dx, y: dy };
}

/** The picture where the motion takes a place around the middle; NaN outside. */
function valueAt({ width, height, data }: Plane, x: number, y: number, motion: Motion): number {
  const u = (1 + motion.scale) * x - motion.turn * y + motion.x + (width - 1) / 2;
  const v = motion.turn * x + (1 + motion.scale) * y + motion.y + (height - 1) / 2;
  const column = Math.floor(u);
  const row = Math.floor(v);
  if (column < 0 || row < 0 || column + 1 >= width || row + 1 >= height) return Number.NaN;
  const at = row * width + column;
  const top = data[at] + (u - column) * (data[at + 1] - data[at]);
  const bottom = data[at + width] + (u - column) * (data[at + width + 1] - data[at + width]);
  return top + (v - row) * (bottom - top);
}

/** The median of absolute values, of a sample of them; NaN is none. */
function middleSize(values: Float32Array): number {
  const stride = Math.max(1, Math.floor(values.length / 1000));
  const sizes: number[] = [];
  for (let i = 0; i < values.length; i += stride) if (!Number.isNaN(values[i])) sizes.push(Math.abs(values[i]));
  return sizes.sort((a, b) => a - b)[Math.floor(sizes.length / 2)] ?? 0;
}

/**
 * The correlation of two planes where the motion lays one on the other, -1 to 1, but for the pixels that differ most: a dark crack that comes or goes is
 * no other place. NaN where the motion leaves less than a tenth in common.
 */
function likeness(template: Plane, picture: Plane, motion: Motion): number {
  const { width, height, data } = template;
  const [cx, cy] = [(width - 1) / 2, (height - 1) / 2];
  const [own, its]: number[][] = [[], []];
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      const value = valueAt(picture, x - cx, y - cy, motion);
      if (Number.isNaN(value)) continue;
      own.push(data[y * width + x]);
      its.push(value);
    }
  }
  if (own.length * 40 < data.length) return Number.NaN;
  const differences = Float32Array.from(own, (value, i) => its[i] - value);
  const usual = differences.toSorted()[differences.length >> 1];
  const sizes = differences.map(difference => Math.abs(difference - usual));
  const most = sizes.toSorted()[Math.ceil(SAME_THING * sizes.length) - 1];
  const kept = [...sizes.keys()].filter(i => sizes[i] <= most);
  return correlation(
    kept.map(i => own[i]),
    kept.map(i => its[i]),
  );
}

function correlation(one: readonly number[], other: readonly number[]): number {
  let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
  for (const [i, value] of one.entries()) {
    a += value;
    b += other[i];
    aa += value * value;
    bb += other[i] * other[i];
    ab += value * other[i];
  }
  const n = one.length;
  return (ab - (a * b) / n) / Math.sqrt((aa - (a * a) / n) * (bb - (b * b) / n));
}

/** The motion of a small plane in px of the picture, whose upper left pixel is (0, 0). */
function inPixels({ scale, turn, x, y }: Motion, plane: Plane, image: GrayImage): Affine {
  const size = image.width / plane.width;
  const [cx, cy] = [(image.width - 1) / 2, (image.height - 1) / 2];
  const [a, b] = [1 + scale, turn];
  return { a, b, c: -b, d: a, e: cx - a * cx + b * cy + x * size, f: cy - b * cx - a * cy + y * size };
}
