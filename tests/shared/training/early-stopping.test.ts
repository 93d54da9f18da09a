import { expect, test } from 'vitest';
import { exhaustedNote, isExhausted } from '../../../src/shared/training/early-stopping.ts';

test('a training has had enough after as many epochs without a better Dice as its patience', () => {
  const dice = [0.2, 0.5, 0.5, 0.4];
  const ended = (count: number, patience: number) => isExhausted(dice.slice(0, count), patience);
  expect([1, 2, 3, 4].map(count => ended(count, 2))).toEqual([false, false, false, true]);
  expect([1, 2, 3, 4].map(count => ended(count, 1))).toEqual([false, false, true, true]);
  expect(exhaustedNote(dice, 2)).toBe(
    'Stopped early after epoch 4: 2 epochs without a better val Dice than 0.5000 of epoch 2.',
  );
});

test('a training is never out of patience without one, or before its first epoch', () => {
  expect(isExhausted([0.5, 0.1, 0.1, 0.1], 0)).toBe(false);
  expect(isExhausted([], 1)).toBe(false);
});
