import type { GrayImage } from './gray-image.ts';

/**
 * A mask at another size, 0 or 255: a pixel is crack when any crack lies under its area. Where the nearest pixel loses a line
 * thinner than the step between pixels, this keeps it whole, at the price of lines that grow by up to a pixel.
 */
export function resizeCover(mask: GrayImage, width: number, height: number): GrayImage {
  const data = new Uint8Array(width * height);
  const across = reaches(mask.width, width);
  const down = reaches(mask.height, height);
  for (let y = 0; y < mask.height; y++) {
    for (let x = 0; x < mask.width; x++) {
      if (mask.data[y * mask.width + x] === 0) continue;
      for (let row = down.first[y]; row <= down.last[y]; row++) {
        data.fill(255, row * width + across.first[x], row * width + across.last[x] + 1);
      }
    }
  }
  return { width, height, data };
}

/** For each source position along an axis the first and the last target pixel whose area it shares. Exact: whole numbers. */
function reaches(from: number, to: number): { first: Int32Array; last: Int32Array } {
  const first = Int32Array.from({ length: from }, (_, i) => Math.floor((i * to) / from));
  return { first, last: Int32Array.from(first, (_, i) => Math.ceil(((i + 1) * to) / from) - 1) };
}
