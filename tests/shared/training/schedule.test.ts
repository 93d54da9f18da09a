import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trainingConfigSchema } from '../../../src/shared/schemas/training.ts';
import { learningRate, type ScheduleSettings } from '../../../src/shared/training/schedule.ts';

const settings = (change: Partial<ScheduleSettings>): ScheduleSettings => ({
  ...trainingConfigSchema.parse({ epochs: 10, lr: 0.1 }),
  ...change,
});

/** The rate of every step of a training with ten steps an epoch. */
function rates(config: ScheduleSettings, dice: readonly number[] = []): number[] {
  return Array.from({ length: config.epochs * 10 }, (_, i) => {
    const epoch = Math.floor(i / 10) + 1;
    return learningRate(config, { epoch, step: i % 10, steps: 10 }, dice.slice(0, epoch - 1));
  });
}

describe('the learning rate', () => {
  it('is the one asked for at every step, to the bit, by default', () => {
    expect(new Set(rates(settings({})))).toEqual(new Set([0.1]));
  });

  it('as a cosine falls from it to almost nothing, and is half of it half way', () => {
    const all = rates(settings({ schedule: 'cosine' }));
    expect(all[0]).toBe(0.1);
    expect(all[50]).toBeCloseTo(0.05, 12);
    expect(all[99]).toBeGreaterThan(0);
    expect(all[99]).toBeLessThan(0.1 / 1000);
    expect(all).toEqual([...all].sort((a, b) => b - a));
  });

  it('climbs evenly in the warm-up and then goes its way', () => {
    for (const schedule of ['constant', 'cosine'] as const) {
      const all = rates(settings({ schedule, warmup: 1.5 }));
      expect(all[0]).toBeCloseTo(0.1 / 15, 12);
      expect(all[7]).toBeCloseTo((0.1 * 8) / 15, 12);
      expect([all[14], all[15]]).toEqual([0.1, 0.1]);
    }
  });

  it('falls after every plateau of the val Dice, which begins anew after it', () => {
    const plateau = settings({ schedule: 'plateau', plateauEpochs: 2, plateauFactor: 0.5, epochs: 9 });
    const all = rates(plateau, [0.3, 0.5, 0.5, 0.4, 0.4, 0.5, 0.6, 0.1]);
    const perEpoch = all.filter((_, i) => i % 10 === 0);
    expect(perEpoch).toEqual([0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.025, 0.025, 0.025]);
  });

  it('is never nothing and never more than asked for, whatever the settings', () => {
    const any = fc.record({
      lr: fc.double({ min: 1e-6, max: 1, noNaN: true }),
      epochs: fc.integer({ min: 1, max: 20 }),
      schedule: fc.constantFrom('constant', 'cosine', 'plateau'),
      warmup: fc.double({ min: 0, max: 30, noNaN: true }),
      plateauEpochs: fc.integer({ min: 1, max: 5 }),
      plateauFactor: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
    });
    const dice = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(any, dice, (config, history) => {
        const all = rates(config, history);
        expect(Math.min(...all)).toBeGreaterThan(0);
        expect(Math.max(...all)).toBeLessThanOrEqual(config.lr);
      }),
      { numRuns: 50 },
    );
  });
});
