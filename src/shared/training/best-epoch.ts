import type { EpochMetrics, TrainingConfig } from '../schemas/training.ts';

/** Epochs over which F1 is smoothed: one lucky epoch on few val images is no better model. */
const SMOOTHED = 3;

/** By what an epoch is kept; epochs of before there was a choice have Dice alone. */
export type ScoredEpoch = Pick<EpochMetrics, 'epoch' | 'va_dice' | 'va_f1'>;

/** What the last of these epochs counts as: its val Dice, or its val F1 smoothed over the epochs up to it. */
export function epochScore(epochs: readonly ScoredEpoch[], keep: TrainingConfig['keep']): number {
  const last = epochs.slice(-(keep === 'f1' ? SMOOTHED : 1));
  const scores = last.map(({ va_dice, va_f1 }) => (keep === 'f1' ? (va_f1 ?? va_dice) : va_dice));
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** The epoch that was kept, the first of equals; undefined before the first. */
export function bestEpoch<T extends ScoredEpoch>(epochs: readonly T[], keep: TrainingConfig['keep']): T | undefined {
  const scores = epochs.map((_, i) => epochScore(epochs.slice(0, i + 1), keep));
  return epochs[scores.indexOf(Math.max(...scores))];
}
