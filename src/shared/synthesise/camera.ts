import { gaussianBlur } from '../image/blur.ts';
import type { FloatImage, GrayImage } from '../image/gray-image.ts';
import type { Random } from '../random.ts';
import { compress } from './compression.ts';
import { moments } from './crack.ts';
import { addGrain, logUniform } from './noise.ts';

/** Takes the picture: out of focus, moved, exposed, noisy, interlaced, compressed; half of them smoothed as frames of a video are when they are saved. */
export function photograph(image: FloatImage, random: Random): GrayImage {
  let seen = image;
  if (random.chance(0.4)) seen = softened(seen, random.uniform(0.3, 1));
  if (random.chance(0.12)) seen = moved(seen, random.uniform(0, Math.PI), random.uniform(2, 7));
  if (random.chance(0.04)) interlace(seen, 1 + random.below(3));
  expose(seen, random);
  if (random.chance(0.6)) addGrain(seen, random, logUniform(random, 1, 25));
  if (random.chance(0.4)) compress(seen, logUniform(random, 0.2, 4));
  const picture = rounded(seen);
  return random.chance(0.5) ? gaussianBlur(picture, 5) : picture;
}

/** To whole gray levels. */
export function rounded({ width, height, data }: FloatImage): GrayImage {
  const levels = new Uint8ClampedArray(data);
  return { width, height, data: new Uint8Array(levels.buffer) };
}

/** Mixed with what [1 2 1] makes of it, twice. */
function softened(image: FloatImage, share: number): FloatImage {
  const once = neighbours(neighbours(image, 1, share), image.width, share);
  return share > 0.6 ? neighbours(neighbours(once, 1, share), image.width, share) : once;
}

function neighbours({ width, height, data }: FloatImage, step: number, share: number): FloatImage {
  const out = Float32Array.from(data);
  for (let i = step; i < data.length - step; i++) {
    out[i] += share * 0.25 * (data[i - step] + data[i + step] - 2 * data[i]);
  }
  return { width, height, data: out };
}

function moved(image: FloatImage, angle: number, length: number): FloatImage {
  const { width, height, data } = image;
  const steps = Math.ceil(length);
  const out = new Float32Array(data.length);
  for (let s = 0; s < steps; s++) {
    const by = (s - (steps - 1) / 2) * (length / steps);
    const [dx, dy] = [Math.round(by * Math.cos(angle)), Math.round(by * Math.sin(angle))];
    for (let y = 0, at = 0; y < height; y++) {
      const row = Math.min(height - 1, Math.max(0, y + dy)) * width;
      for (let x = 0; x < width; x++) out[at++] += data[row + Math.min(width - 1, Math.max(0, x + dx))] / steps;
    }
  }
  return { width, height, data: out };
}

/** Every other row is from a moment later. */
function interlace({ width, data }: FloatImage, by: number): void {
  for (let row = width; row < data.length; row += 2 * width) data.copyWithin(row + by, row, row + width - by);
}

/** Brightness as a camera chooses it, contrast and gamma. */
function expose(image: FloatImage, random: Random): void {
  const { data } = image;
  const { mean } = moments(image);
  const bright = random.uniform(65, 195);
  const gamma = random.chance(0.5) ? Math.exp(random.normal() * 0.25) : 1;
  const contrast = Math.min(random.uniform(0.5, 1.6), (1.5 * bright) / mean);
  for (let i = 0; i < data.length; i++) {
    const value = Math.max(0, bright + (data[i] - mean) * contrast);
    data[i] = gamma === 1 ? value : bright * (value / bright) ** gamma;
  }
}
