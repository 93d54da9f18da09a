import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addCounts,
  type Confusion,
  countAtThreshold,
  diceAndIou,
  pooledScores,
} from '../../../src/shared/metrics/confusion.ts';

interface GoldenRow {
  logits: number[];
  mask: number[];
  dice: number;
  iou: number;
}
const golden: GoldenRow[] = JSON.parse(readFileSync(new URL('../../golden/metrics.json', import.meta.url), 'utf8'));

const pixels = fc.array(fc.record({ p: fc.float({ min: 0, max: 1, noNaN: true }), crack: fc.boolean() }), {
  maxLength: 60,
});
const anyCounts: fc.Arbitrary<Confusion> = fc.record({
  tp: fc.nat(1000),
  fp: fc.nat(1000),
  fn: fc.nat(1000),
  tn: fc.nat(1000),
});
const columns = (rows: { p: number; crack: boolean }[]) => ({
  probability: Float32Array.from(rows, row => row.p),
  mask: Uint8Array.from(rows, row => (row.crack ? 255 : 0)),
});

describe('counts', () => {
  test('put every pixel in exactly one of the four cells', () => {
    fc.assert(
      fc.property(pixels, fc.float({ min: 0, max: 1, noNaN: true }), (rows, threshold) => {
        const { probability, mask } = columns(rows);
        const cell = (positive: boolean, crack: boolean) =>
          rows.filter(row => row.p > threshold === positive && row.crack === crack).length;
        expect(countAtThreshold(probability, mask, threshold)).toEqual({
          tp: cell(true, true),
          fp: cell(true, false),
          fn: cell(false, true),
          tn: cell(false, false),
        });
      }),
    );
  });

  test('take a probability equal to the threshold for no crack', () => {
    expect(countAtThreshold([0.5], [1], 0.5)).toEqual({ tp: 0, fp: 0, fn: 1, tn: 0 });
    expect(countAtThreshold([0, 0.01], [1, 1], 0)).toEqual({ tp: 1, fp: 0, fn: 1, tn: 0 });
  });

  test('refuse a prediction and a mask of different sizes', () => {
    expect(() => countAtThreshold([0, 1], [1], 0.5)).toThrow('2 predicted pixels');
  });
});

describe('Dice and IoU', () => {
  test.each(golden.map((row, i) => [i, row] as const))('equal PyTorch on golden image %i', (_, row) => {
    const { dice, iou } = diceAndIou(countAtThreshold(row.logits, row.mask, 0));
    expect(dice).toBeCloseTo(row.dice, 6);
    expect(iou).toBeCloseTo(row.iou, 6);
  });

  test('are 1 for an empty image predicted empty and 0 for one where all is missed', () => {
    expect(diceAndIou({ tp: 0, fp: 0, fn: 0, tn: 9 })).toEqual({ dice: 1, iou: 1 });
    expect(diceAndIou({ tp: 0, fp: 0, fn: 9, tn: 0 }).dice).toBeCloseTo(0, 6);
  });

  test('lie in [0, 1], IoU never above Dice, and do not care which mask is the truth', () => {
    fc.assert(
      fc.property(anyCounts, counts => {
        const { dice, iou } = diceAndIou(counts);
        expect(iou).toBeGreaterThanOrEqual(0);
        expect(iou).toBeLessThanOrEqual(dice);
        expect(dice).toBeLessThanOrEqual(1);
        expect(diceAndIou({ ...counts, fp: counts.fn, fn: counts.fp })).toEqual({ dice, iou });
      }),
    );
  });

  test('are 1 exactly when nothing is wrong', () => {
    fc.assert(
      fc.property(anyCounts, counts => {
        expect(diceAndIou(counts).dice === 1).toBe(counts.fp + counts.fn === 0);
      }),
    );
  });
});

describe('pooled scores', () => {
  test('lie in [0, 1], and F1 is the harmonic mean of precision and recall', () => {
    fc.assert(
      fc.property(anyCounts, counts => {
        const { precision, recall, f1, iou } = pooledScores(counts);
        for (const score of [precision, recall, f1, iou]) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
        }
        if (precision + recall > 0) expect(f1).toBeCloseTo((2 * precision * recall) / (precision + recall), 10);
        expect(iou).toBeCloseTo(f1 / (2 - f1), 10);
      }),
    );
  });

  test('swap precision and recall when prediction and truth are swapped', () => {
    fc.assert(
      fc.property(anyCounts, counts => {
        const swapped = pooledScores({ ...counts, fp: counts.fn, fn: counts.fp });
        expect(swapped.precision).toBe(pooledScores(counts).recall);
      }),
    );
  });

  test('are all 1 when there is no crack and none is predicted, and 0 when all is missed', () => {
    expect(pooledScores({ tp: 0, fp: 0, fn: 0, tn: 4 })).toEqual({ precision: 1, recall: 1, f1: 1, iou: 1 });
    expect(pooledScores({ tp: 0, fp: 0, fn: 4, tn: 0 })).toEqual({ precision: 0, recall: 0, f1: 0, iou: 0 });
  });

  test('come from counts added over images, not from a mean over images', () => {
    const large = { tp: 90, fp: 10, fn: 0, tn: 0 };
    const small = { tp: 0, fp: 0, fn: 10, tn: 0 };
    expect(addCounts([large, small])).toEqual({ tp: 90, fp: 10, fn: 10, tn: 0 });
    expect(pooledScores(addCounts([large, small])).recall).toBe(0.9);
  });
});
