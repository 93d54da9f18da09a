import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../src/shared/contract-training.ts';
import { trainingConfigSchema } from '../../../src/shared/schemas/training.ts';
import { bestRun } from '../../../src/shared/training/best-run.ts';
import { adviceOnDice } from '../../../src/shared/training/dice-advice.ts';

const poor = {
  best: { epoch: 12, dice: 0.4 },
  train: 300,
  config: trainingConfigSchema.parse({}),
  epochs: { length: 30 },
};

describe('the advice on a val Dice', () => {
  it('leaves a good model alone, and one that was not kept', () => {
    expect(adviceOnDice({ ...poor, best: { epoch: 30, dice: 0.7 } })).toEqual([]);
    expect(adviceOnDice({ ...poor, best: null })).toEqual([]);
  });

  it.each([
    ['that ended at its best', { best: { epoch: 30, dice: 0.4 } }, ['It was still getting better']],
    ['of few images', { train: 12 }, ['It learned from 12 images: label more, 200 are']],
    ['that saw little', { config: trainingConfigSchema.parse({ size: 128 }) }, ['At 128 px thin cracks get lost']],
    ['of crops', { config: trainingConfigSchema.parse({ size: 128, input: 'tile' }) }, ['Look at its worst images']],
    [
      'that found nothing',
      { best: { epoch: 1, dice: 0 }, train: 12 },
      ['It learned from 12', 'Look at its worst images'],
    ],
    ['of which nothing is known', {}, ['Look at its worst images']],
  ])('tells of a training %s what may help', (_, change, sentences) => {
    const advice = adviceOnDice({ ...poor, ...change });
    expect(advice).toHaveLength(sentences.length);
    for (const [i, begin] of sentences.entries()) expect(advice[i]).toContain(begin);
  });
});

describe('the best run', () => {
  const run = (name: string, dice: number | null, model = true): RunSummary => ({
    ...{ name, model, startedAt: 0, config: null, epochs: 1, seconds: 1, resumable: false, exhausted: false },
    best: dice === null ? null : { epoch: 1, dice, iou: dice },
  });

  it('is the one with the best val Dice that has a model, of equals the newest', () => {
    const runs = [run('newest', 0), run('a', 0.8), run('b', 0.8), run('lost', 0.9, false), run('none', null)];
    expect(bestRun(runs)?.name).toBe('a');
    expect(bestRun([run('only', 0)])?.name).toBe('only');
    expect(bestRun([])).toBeUndefined();
  });
});
