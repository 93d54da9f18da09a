import type { TrainingConfig } from '../schemas/training.ts';
import { keysOf } from '../table.ts';
import { LOSS } from './settings/loss.ts';

/** What the parts of the loss weigh, and what shapes them. */
export type LossSettings = Pick<TrainingConfig, keyof typeof LOSS>;

/** A setting that says what a part of the loss weighs (`workers/nn/losses`). */
export type LossWeight = Extract<keyof LossSettings, `loss${string}`>;

/** Every weight of the loss, in the order in which its parts are summed. */
export const LOSS_WEIGHTS: readonly LossWeight[] = keysOf(LOSS).filter(isLossWeight);

function isLossWeight(name: string): name is LossWeight {
  return name.startsWith('loss');
}
