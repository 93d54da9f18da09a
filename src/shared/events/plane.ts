import type { FloatImage, GrayImage } from '../image/gray-image.ts';

/** A small picture to compare, one float a pixel. */
export type Plane = FloatImage;

/** A picture with its longer side at most so many px, each pixel the mean of those it stands for. */
export function planeOf({ width, height, data }: GrayImage, longest: number): Plane {
  const size = Math.max(1, Math.max(width, height) / longest);
  const [w, h] = [Math.max(1, Math.round(width / size)), Math.max(1, Math.round(height / size))];
  const small = new Float32Array(w * h);
  for (let v = 0; v < h; v++) {
    const [y1, y2] = [
      Math.floor((v * height) / h),
      Math.max(Math.floor(((v + 1) * height) / h), Math.floor((v * height) / h) + 1),
    ];
    for (let u = 0; u < w; u++) {
      const [x1, x2] = [
        Math.floor((u * width) / w),
        Math.max(Math.floor(((u + 1) * width) / w), Math.floor((u * width) / w) + 1),
      ];
      let sum = 0;
      for (let y = y1; y < y2; y++) for (let x = x1; x < x2; x++) sum += data[y * width + x];
      small[v * w + u] = sum / ((y2 - y1) * (x2 - x1));
    }
  }
  return { width: w, height: h, data: small };
}

/** Half the size, each pixel the mean of four. */
export function halved({ width, height, data }: Plane): Plane {
  const [w, h] = [Math.max(1, width >> 1), Math.max(1, height >> 1)];
  const small = new Float32Array(w * h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const at = 2 * y * width + 2 * x;
      small[y * w + x] = (data[at] + data[at + 1] + data[at + width] + data[at + width + 1]) / 4;
    }
  }
  return { width: w, height: h, data: small };
}

/** Mean absolute difference of two planes of one size, in gray levels. */
export function differenceOf(a: Plane, b: Plane): number {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += Math.abs(a.data[i] - b.data[i]);
  return sum / a.data.length;
}
