import type { GrayImage } from '../image/gray-image.ts';

/** cv2.morphologyEx(…, MORPH_CLOSE, …) with a square of odd side: what lies beyond the picture does not count. */
export function close(image: GrayImage, side: number): GrayImage {
  return extreme(extreme(image, side, 'largest'), side, 'smallest');
}

/** How much darker each pixel is than the picture with its narrow dark parts closed: cv2.morphologyEx(…, MORPH_BLACKHAT, …). */
export function blackHat(image: GrayImage, side: number): GrayImage {
  const { data } = close(image, side);
  for (let i = 0; i < data.length; i++) data[i] -= image.data[i];
  return { ...image, data };
}

/** The largest or smallest pixel of the square around each. */
function extreme({ width, height, data }: GrayImage, side: number, which: 'largest' | 'smallest'): GrayImage {
  const radius = side >> 1;
  const stride = width + 2 * radius;
  // A margin that is never the extreme: windows then end before the next row begins.
  const padded = new Uint8Array(stride * (height + 2 * radius)).fill(which === 'largest' ? 0 : 255);
  for (let y = 0; y < height; y++) {
    padded.set(data.subarray(y * width, (y + 1) * width), (y + radius) * stride + radius);
  }
  const widen = which === 'largest' ? widenLargest : widenSmallest;
  for (const step of [1, stride]) {
    let covered = 1;
    for (; 2 * covered <= side; covered *= 2) widen(padded, covered * step);
    if (covered < side) widen(padded, (side - covered) * step);
  }
  const all = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) all.set(padded.subarray(y * stride, y * stride + width), y * width);
  return { width, height, data: all };
}

/** Each value becomes the larger of itself and the one `step` further. */
function widenLargest(values: Uint8Array, step: number): void {
  for (let i = 0; i + step < values.length; i++) if (values[i + step] > values[i]) values[i] = values[i + step];
}

function widenSmallest(values: Uint8Array, step: number): void {
  for (let i = 0; i + step < values.length; i++) if (values[i + step] < values[i]) values[i] = values[i + step];
}
