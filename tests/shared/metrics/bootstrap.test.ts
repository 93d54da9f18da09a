import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bootstrapInterval } from '../../../src/shared/metrics/bootstrap.ts';
import { Random } from '../../../src/shared/random.ts';

const meanOf = (values: readonly number[]) => (sample: Uint32Array) =>
  sample.reduce((sum, i) => sum + values[i], 0) / sample.length;

describe('the bootstrap interval', () => {
  test('is the same for the same seed', () => {
    const values = [0.1, 0.4, 0.2, 0.9];
    const interval = (seed: number) => bootstrapInterval({ count: 4, statistic: meanOf(values), seed, resamples: 500 });
    expect(interval(7)).toEqual(interval(7));
  });

  test('of a mean lies within the values, and is a point when they are equal', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 }), values => {
        const options = { count: values.length, statistic: meanOf(values), seed: 1, resamples: 200 };
        const { low, high } = bootstrapInterval(options);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values) - 1e-12);
        expect(high).toBeLessThanOrEqual(Math.max(...values) + 1e-12);
        expect(low).toBeLessThanOrEqual(high);
      }),
      { numRuns: 50 },
    );
    expect(bootstrapInterval({ count: 3, statistic: meanOf([2, 2, 2]), seed: 1 })).toEqual({ low: 2, high: 2 });
  });

  test('of a mean of many values is about the one of the normal distribution', () => {
    const random = new Random(3);
    const values = Array.from({ length: 400 }, () => random.uniform());
    const mean = values.reduce((a, b) => a + b) / values.length;
    const error = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / values.length;
    const { low, high } = bootstrapInterval({ count: 400, statistic: meanOf(values), seed: 1, resamples: 2000 });
    expect((low - mean) / error).toBeCloseTo(-1.96, 0);
    expect((high - mean) / error).toBeCloseTo(1.96, 0);
  });

  test('leaves out as many samples on both sides', () => {
    let drawn = 0;
    const options = { count: 1, statistic: () => drawn++, seed: 1, resamples: 1000 };
    expect(bootstrapInterval(options)).toEqual({ low: 25, high: 974 });
  });
});
