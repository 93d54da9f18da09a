import { expect, it } from 'vitest';
import { addView, VIEWS, viewed } from '../../../src/shared/image/views.ts';

const image = { width: 3, height: 2, data: Uint8Array.from([1, 2, 3, 4, 5, 6]) };

it('a picture has eight views, no two alike, and what is said of each comes back to its place', () => {
  const views = VIEWS.map(view => viewed(image, view));
  expect(new Set(views.map(({ width, data }) => `${width}:${data}`)).size).toBe(8);
  expect(views[0]).toEqual(image);
  expect(views[1]).toEqual({ width: 2, height: 3, data: Uint8Array.from([4, 1, 5, 2, 6, 3]) });
  const sum = { ...image, data: new Float32Array(6) };
  for (const [i, view] of VIEWS.entries()) addView(sum, Float32Array.from(views[i].data), view);
  expect([...sum.data]).toEqual([...image.data].map(value => 8 * value));
});
