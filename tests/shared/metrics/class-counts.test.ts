import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largestChannel } from '../../../src/shared/inference/class-channels.ts';
import { countClasses, meanOfClasses, scoresByClass } from '../../../src/shared/metrics/class-counts.ts';
import { countAtThreshold } from '../../../src/shared/metrics/confusion.ts';

const index = fc.integer({ min: 0, max: 3 });
const pixels = fc.array(fc.tuple(index, index), { minLength: 1, maxLength: 60 });

test('each class is counted as if it alone were crack', () => {
  fc.assert(
    fc.property(pixels, pairs => {
      const [predicted, truth] = [pairs.map(([p]) => p), pairs.map(([, t]) => t)];
      const alone = (k: number, of: number[]) => of.map(value => Number(value === k));
      expect(countClasses(predicted, truth, 3)).toEqual(
        [1, 2, 3].map(k => countAtThreshold(alone(k, predicted), alone(k, truth), 0.5)),
      );
    }),
  );
});

test('a class that an image neither has nor is given scores 1, one that is given for nothing 0', () => {
  const [nothing, wrong] = [countClasses([0, 1], [0, 1], 2), countClasses([0, 2], [0, 1], 2)];
  expect(meanOfClasses(nothing)).toEqual({ dice: 1, iou: 1 });
  expect(meanOfClasses(wrong).dice).toBeLessThan(1e-5);
  const [a, b] = scoresByClass(['a', 'b'], [nothing, wrong]);
  expect(a).toMatchObject({ name: 'a', precision: 1, recall: 0.5, iou: 0.5 });
  expect(a.meanDice).toBeCloseTo(0.5, 5);
  expect(b).toMatchObject({ name: 'b', precision: 0, recall: 0, f1: 0 });
});

test('the largest channel is the class, of equals the first; the background can be left out', () => {
  const channels = [Float32Array.of(0.4, 0.2, 0.9), Float32Array.of(0.4, 0.3, 0.02), Float32Array.of(0.2, 0.5, 0.08)];
  expect([...largestChannel(channels)]).toEqual([0, 2, 0]);
  expect([...largestChannel(channels, 1)]).toEqual([1, 2, 2]);
});
