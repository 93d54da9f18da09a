import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countAtThreshold, pooledScores } from '../../../src/shared/metrics/confusion.ts';
import { squaredDistances } from '../../../src/shared/metrics/distance-transform.ts';
import { addTolerant, countTolerant, tolerantScores } from '../../../src/shared/metrics/tolerance.ts';

/** Masks of one size, some sparse and some dense, some empty. */
const masks = (count: number) =>
  fc.record({ width: fc.integer({ min: 1, max: 14 }), height: fc.integer({ min: 1, max: 14 }) }).chain(size => {
    const pixels = size.width * size.height;
    const mask = fc
      .tuple(fc.constantFrom(0, 3, 60), fc.array(fc.nat(99), { minLength: pixels, maxLength: pixels }))
      .map(([share, draws]) => Uint8Array.from(draws, draw => (draw < share ? 255 : 0)));
    return fc.record({ size: fc.constant(size), masks: fc.array(mask, { minLength: count, maxLength: count }) });
  });

/** By looking at every pair of pixels. */
function bruteForce(mask: Uint8Array, width: number): number[] {
  return Array.from(mask, (_, i) => {
    let least = Infinity;
    for (let j = 0; j < mask.length; j++) {
      const [dx, dy] = [(i % width) - (j % width), Math.floor(i / width) - Math.floor(j / width)];
      if (mask[j] !== 0) least = Math.min(least, dx * dx + dy * dy);
    }
    return least;
  });
}

describe('the distance transform', () => {
  test('is what looking at every pair of pixels gives', () => {
    fc.assert(
      fc.property(masks(1), ({ size: { width, height }, masks: [mask] }) => {
        expect(Array.from(squaredDistances(mask, width, height))).toEqual(bruteForce(mask, width));
      }),
    );
  });

  test('refuses a mask of another size', () => {
    expect(() => squaredDistances([0, 1], 3, 1)).toThrow('2 pixels are no 3x1 mask');
  });
});

describe('tolerant counts', () => {
  test('are what looking at every pair of pixels gives', () => {
    fc.assert(
      fc.property(masks(2), fc.constantFrom(0, 1, 1.5, 2, 5), ({ size, masks: [predicted, labelled] }, tolerance) => {
        const near = (mask: Uint8Array, other: Uint8Array) => {
          const distances = bruteForce(other, size.width);
          return mask.filter((value, i) => value !== 0 && Math.sqrt(distances[i]) <= tolerance).length;
        };
        const count = (mask: Uint8Array) => mask.filter(value => value !== 0).length;
        expect(countTolerant(predicted, labelled, size.width, size.height, tolerance)).toEqual({
          predicted: count(predicted),
          confirmed: near(predicted, labelled),
          labelled: count(labelled),
          found: near(labelled, predicted),
        });
      }),
    );
  });

  test('without a tolerance score as strict counts do, and never less with one', () => {
    fc.assert(
      fc.property(masks(2), ({ size: { width, height }, masks: [predicted, labelled] }) => {
        const { precision, recall, f1 } = pooledScores(countAtThreshold(predicted, labelled, 0));
        const strict = tolerantScores(countTolerant(predicted, labelled, width, height, 0));
        expect(strict).toEqual({ precision, recall, f1: expect.closeTo(f1, 10) });
        expect(tolerantScores(countTolerant(predicted, labelled, width, height)).f1).toBeGreaterThanOrEqual(strict.f1);
      }),
    );
  });

  test('forgive a line that lies two pixels off, and not one that lies three off', () => {
    const row = (at: number) => Uint8Array.from({ length: 8 * 8 }, (_, i) => Number(Math.floor(i / 8) === at));
    const f1 = (shift: number) => tolerantScores(countTolerant(row(2 + shift), row(2), 8, 8)).f1;
    expect([f1(0), f1(2), f1(3)]).toEqual([1, 1, 0]);
  });

  test('pool over images', () => {
    const half = { predicted: 4, confirmed: 2, labelled: 2, found: 2 };
    const none = { predicted: 0, confirmed: 0, labelled: 6, found: 0 };
    expect(tolerantScores(addTolerant([half, none]))).toEqual({ precision: 0.5, recall: 0.25, f1: 1 / 3 });
    expect(tolerantScores(addTolerant([]))).toEqual({ precision: 1, recall: 1, f1: 1 });
  });
});
