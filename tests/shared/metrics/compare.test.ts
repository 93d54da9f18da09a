import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareScores, type ScoreDifferences, verdictOf } from '../../../src/shared/metrics/compare.ts';
import { diceAndIou } from '../../../src/shared/metrics/confusion.ts';
import { type ImageScore, setScores } from '../../../src/shared/metrics/image-score.ts';

const scoreOf = (image: string, tp: number, fp: number, fn: number): ImageScore => {
  const counts = { tp, fp, fn, tn: 0 };
  const tolerant = { predicted: tp + fp, confirmed: tp, labelled: tp + fn, found: tp };
  return { image, ...diceAndIou(counts), precision: 0, recall: 0, counts, tolerant };
};
const runOf = (rows: readonly number[][]) => rows.map(([tp, fp, fn], i) => scoreOf(`${i}.png`, tp, fp, fn));
const rows = fc.array(fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50)), { minLength: 2, maxLength: 6 });

describe('the comparison of two runs', () => {
  test('is the difference of their scores, and turns round with the runs', () => {
    fc.assert(
      fc.property(rows, fc.nat(50), (of, better) => {
        const first = runOf(of);
        const second = runOf(of.map(([tp, fp, fn]) => [tp + better, fp, fn]));
        const { meanDice, pooledF1 } = compareScores(first, second, 1);
        const [a, b] = [setScores(first), setScores(second)];
        expect(meanDice.difference).toBeCloseTo(b.meanDice - a.meanDice, 12);
        expect(pooledF1.difference).toBeCloseTo(b.pooled.f1 - a.pooled.f1, 12);
        const turned = compareScores(second, first, 1);
        expect(turned.meanDice.low).toBeCloseTo(-meanDice.high, 12);
        expect(turned.pooledF1.high).toBeCloseTo(-pooledF1.low, 12);
      }),
      { numRuns: 8 },
    );
  });

  test('is paired: the same gain on images however different has a narrow interval', () => {
    const first = runOf(Array.from({ length: 12 }, (_, i) => [i, 0, 20]));
    const second = first.map(score => ({ ...score, dice: score.dice + 0.1 }));
    const { low, high } = compareScores(first, second, 1).meanDice;
    expect([low, high]).toEqual([expect.closeTo(0.1, 10), expect.closeTo(0.1, 10)]);
  });

  test('refuses other images', () => {
    expect(() => compareScores([scoreOf('a.png', 1, 0, 0)], [scoreOf('b.png', 1, 0, 0)], 1)).toThrow('the same images');
  });
});

describe('the verdict', () => {
  const names = ['A', 'B'] as const;
  const above = { difference: 0.2, low: 0.1, high: 0.3 };
  const around = { difference: 0.1, low: -0.1, high: 0.3 };
  const below = { difference: -0.2, low: -0.3, high: -0.1 };
  const verdict = (differences: ScoreDifferences, images = 30) => verdictOf(differences, images, names);

  test('never names a winner where the intervals contain 0', () => {
    const said = 'Both intervals contain 0: these 30 images cannot tell the two runs apart.';
    expect(verdict({ meanDice: around, pooledF1: around })).toBe(said);
    const touching = { difference: 0.1, low: 0, high: 0.2 };
    expect(verdict({ meanDice: touching, pooledF1: touching })).toBe(said);
    expect(verdict({ meanDice: above, pooledF1: above }, 1)).toBe('One image cannot tell the two runs apart.');
  });

  test('names the winner of both measures, and that another seed may turn it round', () => {
    expect(verdict({ meanDice: above, pooledF1: above })).toMatch(/B scores higher than A; .* seed may still turn/);
    expect(verdict({ meanDice: below, pooledF1: below })).toMatch(/A scores higher than B/);
  });

  test('says that measures which disagree settle nothing, and that few images make rough intervals', () => {
    expect(verdict({ meanDice: above, pooledF1: below })).toMatch(/Mean Dice speaks for B and pooled F1 for A/);
    expect(verdict({ meanDice: around, pooledF1: above }, 4)).toBe(
      'The interval of pooled F1 leaves out 0 in favour of B, that of mean Dice contains it: these 4 images hint at a ' +
        'difference and do not settle it, and with 4 images the intervals themselves are rough.',
    );
  });
});
