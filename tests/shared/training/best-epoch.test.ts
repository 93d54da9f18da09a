import { describe, expect, it } from 'vitest';
import { bestEpoch, epochScore } from '../../../src/shared/training/best-epoch.ts';

const epochs = [0.2, 0.5, 0.9, 0.4, 0.7, 0.7].map((va_f1, i) => ({ epoch: i + 1, va_dice: 1 - va_f1, va_f1 }));

describe('the epoch that is kept', () => {
  it('is the first of the best val Dice', () => {
    expect(bestEpoch(epochs, 'dice')?.epoch).toBe(1);
    expect(bestEpoch([], 'dice')).toBeUndefined();
  });

  it('by F1 is none that was lucky once: three epochs count together', () => {
    expect(epochScore(epochs.slice(0, 2), 'f1')).toBeCloseTo(0.35);
    expect(epochScore(epochs, 'f1')).toBeCloseTo(0.6);
    expect(bestEpoch(epochs, 'f1')?.epoch).toBe(5);
  });

  it('goes by Dice where nobody counted F1', () => {
    expect(
      bestEpoch(
        [
          { epoch: 1, va_dice: 0.4 },
          { epoch: 2, va_dice: 0.3 },
        ],
        'f1',
      )?.epoch,
    ).toBe(1);
  });
});
