import type { TrainingConfig } from '../schemas/training.ts';

export type ScheduleSettings = Pick<
  TrainingConfig,
  'lr' | 'epochs' | 'schedule' | 'warmup' | 'plateauEpochs' | 'plateauFactor'
>;

/** An optimiser step: its epoch from 1, its number in the epoch from 0, and the steps an epoch has. */
export interface StepPlace {
  readonly epoch: number;
  readonly step: number;
  readonly steps: number;
}

/**
 * The learning rate of a step, from nothing but the settings, its place, and the val Dice of the epochs before it, so that
 * a resumed run has the rates it would have had. `constant`: lr. `cosine`: half a cosine from lr to almost 0 at the last step
 * (Loshchilov & Hutter 2017, without restarts). `plateau`: lr times a factor for every plateau so far. Before that, the
 * warm-up climbs in equal steps and reaches the full rate with its last one (Goyal et al. 2017).
 */
export function learningRate(settings: ScheduleSettings, place: StepPlace, dice: readonly number[]): number {
  const { lr, epochs, schedule, warmup, plateauEpochs, plateauFactor } = settings;
  const done = (place.epoch - 1) * place.steps + place.step;
  const warm = Math.round(warmup * place.steps);
  if (done < warm) return (lr * (done + 1)) / warm;
  switch (schedule) {
    case 'constant':
      return lr;
    case 'cosine': {
      const way = Math.min(1, (done - warm) / Math.max(1, epochs * place.steps - warm));
      return (lr * (1 + Math.cos(Math.PI * way))) / 2;
    }
    case 'plateau':
      return lr * plateauFactor ** plateaus(dice, plateauEpochs);
  }
}

/** How often `length` epochs in a row brought no better Dice; after each time the counting begins anew. */
function plateaus(dice: readonly number[], length: number): number {
  let best = Number.NEGATIVE_INFINITY;
  let [count, without] = [0, 0];
  for (const value of dice) {
    without = value > best ? 0 : without + 1;
    best = Math.max(best, value);
    if (without < length) continue;
    count++;
    without = 0;
  }
  return count;
}
