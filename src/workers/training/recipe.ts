import type { TrainingConfig } from '../../shared/schemas/training.ts';
import { networkIn } from '../nn/architecture.ts';
import type { TrainerOptions } from '../nn/trainer.ts';

/** Images of one optimiser step. */
export function imagesPerStep({ batch, accumulate }: TrainingConfig): number {
  return batch * accumulate;
}

/**
 * What a trainer is told of the settings. Batches that are accumulated are one batch to it, worked off in parts whose
 * gradients are averaged.
 */
export function trainerRecipe(config: TrainingConfig): Omit<TrainerOptions, 'device' | 'state'> {
  return {
    ...networkIn(config),
    height: config.size,
    width: config.size,
    batch: imagesPerStep(config),
    microBatch: config.batch,
    lr: config.lr,
    weightDecay: config.weightDecay,
    clipNorm: config.clipNorm,
    ema: config.ema,
    loss: config,
  };
}
