import type { GrayImage } from './gray-image.ts';

/** A picture of gray levels, or of R, G, B and A: `data` is [height, width, channels]. */
export interface FloodPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 4;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** Pixels that no tolerance reaches. */
const NEVER = 255;

/**
 * From which tolerance on each pixel is flooded from a seed, gray levels: the least T such that a way of pixels side by side leads there, all of which
 * differ from the seed's surroundings by T at most (of colours in the channel that differs most); 255 for none, as outside `within` (not 0
 * inside). [height, width]. One pass with a bucket a level (Meyer 1991), so that a hand can try tolerances. The seed must lie in the picture.
 */
export function floodLevels(
  picture: FloodPicture,
  seed: { x: number; y: number },
  within: GrayImage | null,
): Uint8Array {
  const { width, height, channels, data } = picture;
  const wanted = surroundings(picture, seed);
  const differenceAt = (pixel: number) => {
    let most = 0;
    for (let c = 0; c < wanted.length; c++) most = Math.max(most, Math.abs(data[pixel * channels + c] - wanted[c]));
    return Math.min(NEVER - 1, Math.floor(most));
  };
  const levels = new Uint8Array(width * height).fill(NEVER);
  const buckets: number[][] = Array.from({ length: NEVER }, () => []);
  const reach = (pixel: number, from: number) => {
    if (levels[pixel] !== NEVER || (within && within.data[pixel] === 0)) return;
    levels[pixel] = Math.max(from, differenceAt(pixel));
    buckets[levels[pixel]].push(pixel);
  };
  reach(seed.y * width + seed.x, 0);
  for (let level = 0; level < NEVER; level++) {
    const bucket = buckets[level];
    for (let pixel = bucket.pop(); pixel !== undefined; pixel = bucket.pop()) {
      const x = pixel % width;
      if (x > 0) reach(pixel - 1, level);
      if (x + 1 < width) reach(pixel + 1, level);
      if (pixel >= width) reach(pixel - width, level);
      if (pixel + width < levels.length) reach(pixel + width, level);
    }
  }
  return levels;
}

/** The mean of the 3x3 pixels about a place, in each channel but A: a grain must not decide. */
function surroundings({ width, height, channels, data }: FloodPicture, { x, y }: { x: number; y: number }): number[] {
  const sums = new Array<number>(channels === 4 ? 3 : 1).fill(0);
  let count = 0;
  for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
    for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
      count++;
      for (let c = 0; c < sums.length; c++) sums[c] += data[(v * width + u) * channels + c];
    }
  }
  return sums.map(sum => sum / count);
}

/** The pixels that a tolerance floods, as a mask of 0 and 1. */
export function floodedBy(
  { width, height }: { width: number; height: number },
  levels: Uint8Array,
  tolerance: number,
): GrayImage {
  const data = new Uint8Array(levels.length);
  for (let i = 0; i < data.length; i++) data[i] = levels[i] <= tolerance && levels[i] !== NEVER ? 1 : 0;
  return { width, height, data };
}
