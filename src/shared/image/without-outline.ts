import { OUTLINE } from '../geometry/roi.ts';
import type { GrayImage, RgbImage } from './gray-image.ts';

/** Colour is taken from pixels up to this far away: the outline is 2 px wide. */
const REACH = 3;

/**
 * A preview without the outline of its ROI: under the line every pixel is as bright as in the gray crop of the same size, in the colour of the pixels
 * around. Null when there is no line.
 */
export function withoutOutline(preview: RgbImage, gray: GrayImage): RgbImage | null {
  const { width, height, data } = preview;
  const isLine = (at: number) => OUTLINE.every((value, channel) => data[3 * at + channel] === value);
  let clean: Uint8Array | null = null;
  for (let at = 0; at < width * height; at++) {
    if (!isLine(at)) continue;
    clean ??= data.slice();
    const [x, y] = [at % width, Math.floor(at / width)];
    const sums = [0, 0, 0];
    let level = 0;
    for (let v = Math.max(0, y - REACH); v <= Math.min(height - 1, y + REACH); v++) {
      for (let u = Math.max(0, x - REACH); u <= Math.min(width - 1, x + REACH); u++) {
        const near = v * width + u;
        if (isLine(near)) continue;
        level += gray.data[near];
        for (let channel = 0; channel < 3; channel++) sums[channel] += data[3 * near + channel];
      }
    }
    const scale = level === 0 ? 0 : gray.data[at] / level;
    for (let channel = 0; channel < 3; channel++)
      clean[3 * at + channel] = Math.min(255, Math.round(sums[channel] * scale));
  }
  return clean && { width, height, data: clean };
}
