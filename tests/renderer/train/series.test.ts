import { describe, expect, it } from 'vitest';
import { epochColumns, stepColumns } from '../../../src/renderer/train/series.ts';
import type { EpochMetrics } from '../../../src/shared/schemas/training.ts';

function epochOf(epoch: number, va_dice: number): EpochMetrics {
  const rest = {
    tr_loss: 1,
    va_loss: 1,
    va_iou: va_dice / 2,
    lr: 1e-3,
    seconds: 1,
    images_per_second: 1,
    data_wait: 0,
  };
  return { epoch, va_dice, ...rest, device: 'cpu', peak_memory_mib: 1 };
}

describe('the columns of a chart', () => {
  it('lay runs of different lengths over one axis', () => {
    const long = [epochOf(1, 0.2), epochOf(2, 0.4), epochOf(3, 0.6)];
    const columns = epochColumns([long, [epochOf(1, 0.8)]], ['va_dice', 'va_iou']);
    expect(columns).toEqual([
      [1, 2, 3],
      [0.2, 0.4, 0.6],
      [0.1, 0.2, 0.3],
      [0.8, null, null],
      [0.4, null, null],
    ]);
  });

  it('are empty without runs', () => {
    expect(epochColumns([], ['va_dice'])).toEqual([[]]);
  });

  it('smooth the steps without a bias towards zero', () => {
    const flat = Array.from({ length: 50 }, (_, i) => ({ step: i + 1, loss: 2 }));
    const [steps, losses, smooth] = stepColumns(flat);
    expect([steps.length, losses.length]).toEqual([50, 50]);
    for (const value of smooth) expect(value).toBeCloseTo(2);
    const noisy = flat.map(({ step }) => ({ step, loss: step % 2 }));
    expect(stepColumns(noisy)[2].at(-1)).toBeCloseTo(0.5, 0);
  });
});
