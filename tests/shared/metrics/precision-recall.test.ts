import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addCounts, countAtThreshold, pooledScores } from '../../../src/shared/metrics/confusion.ts';
import {
  addToHistogram,
  bestThreshold,
  countsOf,
  emptyHistogram,
  precisionRecallCurve,
  sumHistograms,
} from '../../../src/shared/metrics/precision-recall.ts';

// Multiples of 1/200 fall on the thresholds as well as between them.
const probability = fc.oneof(
  fc.integer({ min: 0, max: 200 }).map(k => Math.fround(k / 200)),
  fc.float({ min: 0, max: 1, noNaN: true }),
);
const image = fc.array(fc.record({ p: probability, crack: fc.boolean() }), { minLength: 1, maxLength: 40 });

const images = fc.array(image, { minLength: 1, maxLength: 3 }).map(all =>
  all.map(rows => ({
    probability: Float32Array.from(rows, row => row.p),
    mask: Uint8Array.from(rows, row => Number(row.crack)),
  })),
);
const histogramOf = (probability: ArrayLike<number>, mask: ArrayLike<number>) => {
  const histogram = emptyHistogram();
  addToHistogram(histogram, probability, mask);
  return histogram;
};
const curveOf = (probability: number[], mask: number[]) => precisionRecallCurve(histogramOf(probability, mask));

test('the curve is what counting at every threshold gives, pooled over several images', () => {
  fc.assert(
    fc.property(images, pairs => {
      const sum = sumHistograms(pairs.map(({ probability, mask }) => histogramOf(probability, mask)));
      const thresholds = Array.from({ length: 99 }, (_, k) => (k + 1) / 100);
      const counted = thresholds.map(threshold =>
        addCounts(pairs.map(pair => countAtThreshold(pair.probability, pair.mask, threshold))),
      );
      expect(thresholds.map(threshold => countsOf(sum, threshold))).toEqual(counted);
      expect(precisionRecallCurve(sum)).toEqual(
        counted.map((counts, k) => ({ threshold: thresholds[k], ...pooledScores(counts) })),
      );
    }),
    { numRuns: 25 },
  );
});

test('where there is crack, recall never rises with the threshold', () => {
  fc.assert(
    fc.property(image, rows => {
      const curve = curveOf([0, ...rows.map(row => row.p)], [1, ...rows.map(row => Number(row.crack))]);
      const recall = curve.map(point => point.recall);
      expect(recall).toEqual([...recall].sort((a, b) => b - a));
    }),
  );
});

test('the best threshold gives the best F1 of all', () => {
  fc.assert(
    fc.property(images, pairs => {
      const sum = sumHistograms(pairs.map(pair => histogramOf(pair.probability, pair.mask)));
      const curve = precisionRecallCurve(sum);
      const { threshold, f1 } = bestThreshold(curve);
      expect(f1).toBe(Math.max(...curve.map(point => point.f1)));
      expect(pooledScores(countsOf(sum, threshold)).f1).toBe(f1);
    }),
  );
});

test('the best threshold separates what 0.5 does not, midway between crack and the rest', () => {
  expect(bestThreshold(curveOf([0.1, 0.12, 0.3, 0.35], [0, 0, 1, 1]))).toEqual({ threshold: 0.2, f1: 1 });
  expect(bestThreshold(curveOf([0, 1], [0, 1]))).toEqual({ threshold: 0.5, f1: 1 });
});
