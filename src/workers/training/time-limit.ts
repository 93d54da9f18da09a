import type { EpochMetrics, TrainingConfig } from '../../shared/schemas/training.ts';
import { EPOCHS_SHARE } from '../../shared/training/plan.ts';
import type { Position } from './snapshot.ts';

/** Plans that are off by less are kept: each change is a jump in the learning rate. */
const TOLERATED = 0.1;

/** How many epochs the training has in all: those of its settings, or of its last plan. Another number in the settings goes before a plan. */
export function epochsIn({ epochs }: Pick<TrainingConfig, 'epochs'>, { planned }: Pick<Position, 'planned'>): number {
  return planned?.instead === epochs ? planned.epochs : epochs;
}

/**
 * The epochs in all that fit into the minutes, once some are done; undefined where no limit is set or the plan holds. After
 * the first, whose rates are the warm-up's alone, they may become more; later only fewer.
 */
export function replanned(
  { minutes }: Pick<TrainingConfig, 'minutes'>,
  epochs: number,
  done: readonly Pick<EpochMetrics, 'seconds'>[],
): number | undefined {
  if (minutes === 0 || done.length === 0 || done.length >= epochs) return undefined;
  const spent = done.reduce((sum, { seconds }) => sum + seconds, 0);
  const last = done.slice(-3);
  const each = last.reduce((sum, { seconds }) => sum + seconds, 0) / last.length;
  const fit = done.length + Math.max(0, Math.floor((60 * EPOCHS_SHARE * minutes - spent) / each));
  const left = epochs - done.length;
  if (fit < epochs && (fit - done.length < (1 - TOLERATED) * left || left < 1 / TOLERATED)) return fit;
  return done.length === 1 && fit - done.length > (1 + TOLERATED) * left ? fit : undefined;
}
