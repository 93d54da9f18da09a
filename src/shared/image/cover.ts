import type { GrayImage } from './gray-image.ts';

/**
 * A mask at another size: a pixel has the value of what lies under its area, 0 where there is nothing else. Where the nearest
 * pixel loses a line thinner than the step between pixels, this keeps it whole, at the price of lines that grow by up to a
 * pixel. Where several values lie under a pixel, the one that is rarest in the mask counts: it has most to lose.
 */
export function resizeCover(mask: GrayImage, width: number, height: number): GrayImage {
  const data = new Uint8Array(width * height);
  const across = reaches(mask.width, width);
  const down = reaches(mask.height, height);
  for (const value of valuesByArea(mask.data)) {
    for (let y = 0; y < mask.height; y++) {
      for (let x = 0; x < mask.width; x++) {
        if (mask.data[y * mask.width + x] !== value) continue;
        for (let row = down.first[y]; row <= down.last[y]; row++) {
          data.fill(value, row * width + across.first[x], row * width + across.last[x] + 1);
        }
      }
    }
  }
  return { width, height, data };
}

/** The values of a mask that are not 0, the most frequent first; of equals the larger. */
export function valuesByArea(mask: Uint8Array): number[] {
  const counts = new Uint32Array(256);
  for (const value of mask) counts[value]++;
  const found = Array.from(counts.keys()).filter(value => value > 0 && counts[value] > 0);
  return found.sort((a, b) => counts[b] - counts[a] || b - a);
}

/** For each source position along an axis the first and the last target pixel whose area it shares. Exact: whole numbers. */
function reaches(from: number, to: number): { first: Int32Array; last: Int32Array } {
  const first = Int32Array.from({ length: from }, (_, i) => Math.floor((i * to) / from));
  return { first, last: Int32Array.from(first, (_, i) => Math.ceil(((i + 1) * to) / from) - 1) };
}
