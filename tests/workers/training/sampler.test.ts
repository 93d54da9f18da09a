import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/shared/random.ts';
import { drawEpoch } from '../../../src/workers/training/sampler.ts';

describe('an epoch of draws', () => {
  const positive = Array.from({ length: 1000 }, (_, i) => i % 10 === 0);
  const train = positive.map((_, i) => i);

  it('has as many draws as the train split has images', () => {
    expect(drawEpoch(train, positive, new Random(1))).toHaveLength(1000);
  });

  it('has as many draws as are asked for', () => {
    expect(drawEpoch(train, positive, new Random(1), 7)).toHaveLength(7);
  });

  it('shows a rare crack as often as no crack', () => {
    const draws = drawEpoch(train, positive, new Random(1));
    const share = draws.filter(index => positive[index]).length / draws.length;
    expect(share).toBeGreaterThan(0.45); // 0.5 ± 3 standard deviations
    expect(share).toBeLessThan(0.55);
  });

  it('draws every image alike when there are no negatives', () => {
    const draws = drawEpoch([3, 5, 7], [false, false, false, true, false, true, false, true], new Random(1));
    expect(draws.every(index => [3, 5, 7].includes(index))).toBe(true);
  });

  it('never leaves the train split', () => {
    const random = new Random(2);
    const draws = Array.from({ length: 50 }, () => drawEpoch([0, 11, 12], positive, random)).flat();
    expect(new Set(draws)).toEqual(new Set([0, 11, 12]));
  });

  it('refuses a split without a crack, in the words of the reference pipeline', () => {
    expect(() => drawEpoch([1, 2, 3], positive, new Random(1))).toThrow('No positive samples in train split.');
  });
});
