import { describe, expect, it } from 'vitest';
import { chooseExamples } from '../../../src/main/training/examples.ts';

const score = (image: string, dice: number, crack = true) => ({
  image,
  dice,
  iou: dice,
  precision: dice,
  recall: dice,
  counts: { tp: 0, fp: 0, fn: crack ? 1 : 0, tn: 1 },
  tolerant: { predicted: 0, confirmed: 0, labelled: crack ? 1 : 0, found: 0 },
});
const names = (scores: readonly { image: string }[]) => scores.map(({ image }) => image).join('');

describe('the examples of a run', () => {
  it('are the worst of all and the best that show a crack, each shown once', () => {
    const scores = [score('a', 0.9), score('b', 1, false), score('c', 0.1), score('d', 0, false), score('e', 0.5)];
    const { worst, best } = chooseExamples(scores, 2);
    expect([names(worst), names(best)]).toEqual(['dc', 'ae']);
  });

  it('are few where there are few', () => {
    const { worst, best } = chooseExamples([score('a', 0.4)], 3);
    expect([names(worst), names(best)]).toEqual(['a', '']);
  });
});
