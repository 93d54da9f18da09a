import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resizeCover, valuesByArea } from '../../../src/shared/image/cover.ts';
import { resizeNearest } from '../../../src/shared/image/resize.ts';

test('a line of one pixel that the nearest pixel loses is kept whole', () => {
  const line = { width: 40, height: 40, data: Uint8Array.from({ length: 1600 }, (_, i) => (i % 40 === 5 ? 255 : 0)) };
  expect(resizeNearest(line, 10, 10).data.includes(255)).toBe(false);
  const rows = Array.from({ length: 10 }, (_, y) => [...resizeCover(line, 10, 10).data.subarray(10 * y, 10 * y + 10)]);
  expect(rows).toEqual(Array.from({ length: 10 }, () => [0, 255, 0, 0, 0, 0, 0, 0, 0, 0]));
});

test('of several classes under a pixel the rarest counts, and no other value appears', () => {
  // A line of class 1 through an area of class 2, to a tenth of the side.
  const data = Uint8Array.from({ length: 1600 }, (_, i) => (i % 40 === 13 ? 1 : i % 40 < 30 ? 2 : 0));
  const small = resizeCover({ width: 40, height: 40, data }, 4, 4).data;
  expect([...small.subarray(0, 4)]).toEqual([2, 1, 2, 0]);
  expect(valuesByArea(data)).toEqual([2, 1]);
});

test('a pixel is crack exactly when some crack shares its area, at any size', () => {
  const side = fc.integer({ min: 1, max: 12 });
  fc.assert(
    fc.property(side, side, side, side, fc.nat(), (width, height, toWidth, toHeight, seed) => {
      const data = Uint8Array.from({ length: width * height }, (_, i) => ((seed >> (i % 31)) & 1) * 255);
      const { data: small } = resizeCover({ width, height, data }, toWidth, toHeight);
      // In whole numbers: source pixel s spans [s to, (s + 1) to), target pixel t spans [t from, (t + 1) from).
      const meet = (s: number, t: number, from: number, to: number) =>
        s * to < (t + 1) * from && t * from < (s + 1) * to;
      for (let i = 0; i < small.length; i++) {
        const [tx, ty] = [i % toWidth, Math.floor(i / toWidth)];
        const under = data.some(
          (value, k) =>
            value > 0 && meet(k % width, tx, width, toWidth) && meet(Math.floor(k / width), ty, height, toHeight),
        );
        expect(small[i]).toBe(under ? 255 : 0);
      }
    }),
    { numRuns: 60 },
  );
});
