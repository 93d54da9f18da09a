import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addToHistogram, emptyHistogram, oracleThreshold } from '../../../src/shared/metrics/best-threshold.ts';
import { addCounts, countAtThreshold, pooledScores } from '../../../src/shared/metrics/confusion.ts';

// Multiples of 1/200 fall on the thresholds as well as between them.
const probability = fc.oneof(
  fc.integer({ min: 0, max: 200 }).map(k => Math.fround(k / 200)),
  fc.float({ min: 0, max: 1, noNaN: true }),
);
const image = fc.array(fc.record({ p: probability, crack: fc.boolean() }), { minLength: 1, maxLength: 40 });

test('the oracle finds what counting at every threshold finds, over several images', () => {
  fc.assert(
    fc.property(fc.array(image, { minLength: 1, maxLength: 3 }), images => {
      const pairs = images.map(rows => ({
        probability: Float32Array.from(rows, row => row.p),
        mask: Uint8Array.from(rows, row => Number(row.crack)),
      }));
      const histogram = emptyHistogram();
      for (const pair of pairs) addToHistogram(histogram, pair.probability, pair.mask);
      const f1At = (threshold: number) =>
        pooledScores(addCounts(pairs.map(pair => countAtThreshold(pair.probability, pair.mask, threshold)))).f1;
      const best = Math.max(...Array.from({ length: 99 }, (_, k) => f1At((k + 1) / 100)));
      const oracle = oracleThreshold(histogram);
      expect(oracle.f1).toBe(best);
      expect(f1At(oracle.threshold)).toBe(best);
    }),
  );
});

test('the oracle separates what a fixed threshold of 0.5 does not', () => {
  const histogram = emptyHistogram();
  addToHistogram(histogram, [0.1, 0.12, 0.3, 0.35], [0, 0, 1, 1]);
  expect(oracleThreshold(histogram)).toEqual({ threshold: 0.12, f1: 1 });
});
