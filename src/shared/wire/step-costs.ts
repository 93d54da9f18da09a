import type { Box, FloatImage, GrayImage } from '../image/gray-image.ts';
import { ridgeOf } from './ridge.ts';

/** What a wire follows: dark or bright places, dark or bright ridges, or what a model takes for crack. */
export type Followed = 'dark' | 'bright' | 'dark ridge' | 'bright ridge' | 'probability';

/** What each pixel of a box costs to step on, 1 to 255: `data` is [height, width]. */
export interface StepCosts {
  readonly box: Box;
  readonly data: Uint8Array;
}

/** Light is evened out over so many px to either side. */
const LIGHT_REACH = 8;
/** Beside a crack that is this dark (0 to 1) a step costs little more than on its darkest pixel. */
const DARK_FLOOR = 0.2;
/** The same of a ridge, as a share of the strongest. */
const RIDGE_FLOOR = 0.03;
/** A pixel that a model is sure of still costs this much. */
const SURE_FLOOR = 0.02;
const DEAREST = 255;

/**
 * The costs of a box of a picture. Dark: (d + 0.2)² with d the gray level over its surroundings, 0 to 1; ridge: 1 / (0.03 + R). Which is nearest to the
 * true centre lines of cracks: `npm run bench -- wire`. `probability` is as large as the picture and needed to follow it.
 */
export function stepCosts(gray: GrayImage, box: Box, followed: Followed, probability?: FloatImage): StepCosts {
  const bright = followed.startsWith('bright');
  const values = followed === 'probability' ? improbable(gray, box, probability) : undefined;
  const light = values ?? evened(gray, box, bright);
  const data = new Uint8Array(light.length);
  if (followed.endsWith('ridge')) {
    const ridge = ridgeOf({ width: box.x2 - box.x1, height: box.y2 - box.y1, data: light });
    const dearest = 1 / RIDGE_FLOOR;
    for (let i = 0; i < data.length; i++) data[i] = whole(1 / (RIDGE_FLOOR + ridge[i]) / dearest);
  } else {
    const floor = values ? SURE_FLOOR : DARK_FLOOR;
    for (let i = 0; i < data.length; i++) data[i] = whole(((light[i] + floor) / (1 + floor)) ** (values ? 1 : 2));
  }
  return { box, data };
}

function whole(cost: number): number {
  return Math.max(1, Math.min(DEAREST, Math.round(cost * DEAREST)));
}

function improbable({ width, height }: GrayImage, box: Box, probability?: FloatImage): Float32Array {
  if (probability?.width !== width || probability.height !== height) {
    throw new RangeError('To follow a model, its probability must be as large as the picture.');
  }
  return boxed(box, (x, y) => 1 - probability.data[y * width + x]);
}

/** Gray levels over the mean of their surroundings, from 0, the darkest of the box, to 1; of bright cracks the other way round. */
function evened(gray: GrayImage, box: Box, bright: boolean): Float32Array {
  const sums = summedArea(gray, box, LIGHT_REACH);
  const sign = bright ? -1 : 1;
  const values = boxed(box, (x, y) => sign * (gray.data[y * gray.width + x] - sums(x, y)));
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const span = Math.max(high - low, 1);
  for (let i = 0; i < values.length; i++) values[i] = (values[i] - low) / span;
  return values;
}

function boxed({ x1, y1, x2, y2 }: Box, valueAt: (x: number, y: number) => number): Float32Array {
  const values = new Float32Array((x2 - x1) * (y2 - y1));
  for (let y = y1, i = 0; y < y2; y++) for (let x = x1; x < x2; x++) values[i++] = valueAt(x, y);
  return values;
}

/** The mean gray level around a pixel of the box, by sums over all pixels above and left (Crow 1984). */
function summedArea({ width, height, data }: GrayImage, box: Box, reach: number): (x: number, y: number) => number {
  const [left, top] = [Math.max(0, box.x1 - reach), Math.max(0, box.y1 - reach)];
  const [right, bottom] = [Math.min(width, box.x2 + reach), Math.min(height, box.y2 + reach)];
  const stride = right - left + 1;
  const sums = new Float64Array(stride * (bottom - top + 1));
  for (let y = top; y < bottom; y++) {
    let row = 0;
    for (let x = left; x < right; x++) {
      row += data[y * width + x];
      const at = (y - top + 1) * stride + x - left + 1;
      sums[at] = sums[at - stride] + row;
    }
  }
  return (x, y) => {
    const [u1, u2] = [Math.max(left, x - reach) - left, Math.min(right, x + reach + 1) - left];
    const [v1, v2] = [(Math.max(top, y - reach) - top) * stride, (Math.min(bottom, y + reach + 1) - top) * stride];
    const area = ((u2 - u1) * (v2 - v1)) / stride;
    return (sums[v2 + u2] - sums[v1 + u2] - sums[v2 + u1] + sums[v1 + u1]) / area;
  };
}
