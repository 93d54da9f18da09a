import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawOverlay, PREDICTION_COLOUR } from '../../../src/main/inspection/overlay.ts';

const picture = fc
  .record({ width: fc.integer({ min: 1, max: 20 }), height: fc.integer({ min: 1, max: 20 }) })
  .chain(size =>
    fc.record({
      width: fc.constant(size.width),
      height: fc.constant(size.height),
      mask: fc.array(fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.constant(255)), {
        minLength: size.width * size.height,
        maxLength: size.width * size.height,
      }),
    }),
  );

test('crack is tinted, its neighbours are the outline, and every other pixel stays gray', () => {
  fc.assert(
    fc.property(picture, ({ width, height, mask }) => {
      const image = { width, height, data: new Uint8Array(width * height).fill(100) };
      const { data } = drawOverlay(image, { width, height, data: Uint8Array.from(mask) }, PREDICTION_COLOUR);
      const crack = (x: number, y: number) => x >= 0 && x < width && y >= 0 && y < height && mask[y * width + x] > 0;
      const near = (x: number, y: number) => [-1, 0, 1].some(dy => [-1, 0, 1].some(dx => crack(x + dx, y + dy)));
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const i = 3 * (y * width + x);
          const tinted = PREDICTION_COLOUR.map(channel => Math.round(60 + 0.4 * channel));
          const expected = crack(x, y) ? tinted : near(x, y) ? [...PREDICTION_COLOUR] : [100, 100, 100];
          if (String([...data.subarray(i, i + 3)]) !== String(expected)) throw new Error(`pixel ${x}, ${y}`);
        }
      }
    }),
  );
});

test('the outline grows with the picture, to be seen when the whole is shrunk', () => {
  const width = 1500;
  const mask = { width, height: 1, data: new Uint8Array(width) };
  mask.data[700] = 255;
  const { data } = drawOverlay({ width, height: 1, data: new Uint8Array(width) }, mask, [9, 9, 9]);
  const outlined = Array.from({ length: width }, (_, x) => x).filter(x => data[3 * x] === 9);
  expect(outlined).toEqual([697, 698, 699, 701, 702, 703]);
});
