import { expect, it } from 'vitest';
import { maskSeen } from '../../../src/shared/events/seen-mask.ts';
import { countsToString } from '../../../src/shared/labels/rle.ts';

it('what was seen is a mask where its run lengths fill its box, and of nothing where they do not', () => {
  const box = { x: 5, y: 7, width: 4, height: 2 };
  expect(maskSeen({ ...box, rle: countsToString([1, 2, 5]) })).toEqual({ ...box, runs: [1, 2, 5] });
  for (const rle of [countsToString([0, 2 ** 30]), countsToString([1, 2]), 'not run lengths', ''])
    expect(maskSeen({ ...box, rle })).toEqual({ ...box, runs: [] });
});
