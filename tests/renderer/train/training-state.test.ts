import { describe, expect, it } from 'vitest';
import {
  imagesPerSecond,
  secondsLeft,
  shareDone,
  withEpoch,
  withHead,
  withSteps,
} from '../../../src/renderer/train/training-state.ts';
import type { TrainingHead } from '../../../src/shared/contract-training.ts';
import { type EpochMetrics, trainingConfigSchema } from '../../../src/shared/schemas/training.ts';

const head: TrainingHead = {
  project: '/p',
  run: 'a',
  phase: 'training',
  config: trainingConfigSchema.parse({ epochs: 4, batch: 8 }),
  preparing: { text: '', done: 0, total: 0 },
  device: 'cpu',
  reason: '',
  train: 80,
  val: 8,
  startedAt: 1000,
  steppingSince: 2000,
  endedAt: null,
  notes: [],
  best: null,
  error: null,
};

function epochOf(epoch: number, seconds = 20): EpochMetrics {
  const scores = { tr_loss: 1, va_loss: 1, va_dice: 0.5, va_iou: 0.4, lr: 1e-3 };
  return { epoch, ...scores, seconds, images_per_second: 4, data_wait: 0, device: 'cpu', peak_memory_mib: 100 };
}

const stepsTo = (last: number) => Array.from({ length: last }, (_, i) => ({ step: i + 1, loss: 1 }));
const fresh = withHead(null, head);

describe('what a page knows of a training', () => {
  it('counts what it hears twice once', () => {
    const first = withSteps(fresh, { stepsPerEpoch: 10, steps: stepsTo(3) });
    const second = withSteps(first, { stepsPerEpoch: 10, steps: stepsTo(5) });
    expect(second.steps).toEqual(stepsTo(5));
    expect(withEpoch(withEpoch(second, epochOf(1)), epochOf(1)).epochs).toHaveLength(1);
  });

  it('forgets the epochs that a resumed training does again', () => {
    const before = [1, 2, 3].map(epoch => epochOf(epoch)).reduce(withEpoch, fresh);
    expect(withEpoch(before, epochOf(2, 99)).epochs.map(({ seconds }) => seconds)).toEqual([20, 99]);
  });

  it('keeps the curves when the head changes, and begins anew with another training', () => {
    const learned = withSteps(fresh, { stepsPerEpoch: 10, steps: stepsTo(3) });
    expect(withHead(learned, { ...head, phase: 'stopping' })).toMatchObject({ phase: 'stopping', steps: stepsTo(3) });
    expect(withHead(learned, { ...head, startedAt: 5000 }).steps).toEqual([]);
  });
});

describe('the time left', () => {
  it('is not guessed before the second step', () => {
    expect(secondsLeft(fresh, 2500)).toBe(null);
    expect(secondsLeft(withSteps(fresh, { stepsPerEpoch: 10, steps: stepsTo(1) }), 2500)).toBe(null);
  });

  it('follows the steps within the first epoch, the first of which started the clock', () => {
    // 4 steps in 8 s; 35 of 40 are left.
    const training = withSteps(fresh, { stepsPerEpoch: 10, steps: stepsTo(5) });
    expect(secondsLeft(training, 10_000)).toBeCloseTo(70);
    expect(imagesPerSecond(training, 10_000)).toBeCloseTo(4);
    expect(shareDone(training)).toBeCloseTo(5 / 40);
  });

  it('of a resumed training follows the steps since then', () => {
    // Steps 21 to 25 in 8 s: 15 of 40 are left.
    const resumed = { ...fresh, epochs: [] };
    const training = withSteps(resumed, { stepsPerEpoch: 10, steps: stepsTo(25).slice(20) });
    expect(secondsLeft(training, 10_000)).toBeCloseTo(30);
    expect(imagesPerSecond(training, 10_000)).toBeCloseTo(4);
  });

  it('follows the last epochs afterwards', () => {
    const training = withSteps(withEpoch(fresh, epochOf(1, 30)), { stepsPerEpoch: 10, steps: stepsTo(15) });
    expect(secondsLeft(training, 99_000)).toBeCloseTo(2.5 * 30);
    expect(imagesPerSecond(training, 99_000)).toBe(4);
  });
});
