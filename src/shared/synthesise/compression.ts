import type { FloatImage } from '../image/gray-image.ts';

/** JPEG's example table for brightness (ITU-T T.81, K.1). */
const STEPS = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
];

/** The discrete cosine transform of eight values, orthonormal: [frequency, place]. */
const COSINES = Float32Array.from({ length: 64 }, (_, i) => {
  const [frequency, place] = [i >> 3, i & 7];
  return (frequency === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * place + 1) * frequency * Math.PI) / 16);
});

/** What JPEG and the still pictures of H.264 lose: blocks of 8 x 8 px are rounded in their frequencies, `coarse` times the usual table. */
export function compress({ width, height, data }: FloatImage, coarse: number): void {
  const [block, half] = [new Float32Array(64), new Float32Array(64)];
  for (let top = 0; top + 8 <= height; top += 8) {
    for (let left = 0; left + 8 <= width; left += 8) {
      for (let i = 0; i < 64; i++) block[i] = data[(top + (i >> 3)) * width + left + (i & 7)];
      transform(block, half, true);
      transform(half, block, true);
      for (let i = 0; i < 64; i++) block[i] = Math.round(block[i] / (STEPS[i] * coarse)) * STEPS[i] * coarse;
      transform(block, half, false);
      transform(half, block, false);
      for (let i = 0; i < 64; i++) data[(top + (i >> 3)) * width + left + (i & 7)] = block[i];
    }
  }
}

/** Transforms rows and turns the block over, so that twice transforms both ways. */
function transform(from: Float32Array, to: Float32Array, forward: boolean): void {
  for (let row = 0; row < 8; row++) {
    for (let out = 0; out < 8; out++) {
      let sum = 0;
      for (let i = 0; i < 8; i++) sum += from[row * 8 + i] * COSINES[forward ? out * 8 + i : i * 8 + out];
      to[out * 8 + row] = sum;
    }
  }
}
