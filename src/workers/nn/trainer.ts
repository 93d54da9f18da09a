import type { Device } from '../../shared/schemas/training.ts';
import type { LossSettings } from '../../shared/training/loss-settings.ts';
import type { NetworkSpec } from './architecture.ts';

/** All that a training carries from one step to the next; what a checkpoint stores. */
export interface TrainingState {
  /** All trainable weights in the order of `parameterCatalogue`. */
  params: Float32Array;
  /** Adam's first and second moments, laid out like `params`. */
  m: Float32Array;
  v: Float32Array;
  /** Running means and variances of the batch norms, in that order, too. */
  running: Float32Array;
  /** The moving averages of `params` and `running`, of a training that takes them. */
  average?: Pick<TrainingState, 'params' | 'running'>;
  /** Optimiser steps done so far: Adam's bias correction and the reference's `num_batches_tracked`. */
  step: number;
}

export interface TrainerOptions extends NetworkSpec {
  device: Device;
  /** The input's sides, px; multiples of the network's `SIZE_MULTIPLE`. */
  height: number;
  width: number;
  /** The largest number of images one call of `step` or `validate` is given. */
  batch: number;
  /** Adam's learning rate where a step names none. */
  lr: number;
  /** Decoupled weight decay of the filters; none when absent. */
  weightDecay?: number;
  /** To what length gradients are shortened; never when absent or 0. */
  clipNorm?: number;
  /** What a step leaves of the moving average of the weights; none is taken when absent or 0. */
  ema?: number;
  /** The reference's when absent. */
  loss?: LossSettings;
  /** Where to start from: `initialState(spec, seed)`, or what a checkpoint holds. */
  state: TrainingState;
  /** Images that go through the network at once; smaller than `batch` averages gradients. Planned from memory when absent. */
  microBatch?: number | undefined;
  /** CPU threads; ONNX Runtime's choice (one a physical core) when absent. */
  threads?: number;
}

/** How a trainer splits its batches, so that the user can be told. */
export interface MemoryPlan {
  /** Images that go through the network at once. */
  microBatch: number;
  /** Estimated peak bytes of the training at that size. */
  bytes: number;
}

/**
 * A U-Net that learns on a device. Images x are [count, 1, height, width] in 0..1, masks y the same shape in {0, 1}, or
 * of class indices, 1 <= count <= batch. One call at a time.
 */
export interface Trainer {
  readonly plan: MemoryPlan;
  /** One optimiser step on `count` images, at the learning rate `lr`; gives the mean loss before the update. */
  step(x: Float32Array, y: Float32Array, count: number, lr?: number): Promise<number>;
  /** Of the average of the weights, where one is taken: the loss with running statistics, and the logits [count, `logitsOf`, height, width]; changes nothing. */
  validate(x: Float32Array, y: Float32Array, count: number): Promise<{ loss: number; logits: Float32Array }>;
  readState(): Promise<TrainingState>;
  writeState(state: TrainingState): Promise<void>;
  /** Frees the device; the trainer cannot be used after. */
  release(): Promise<void>;
}

/** Made by `createTrainer` of `runtime/create-trainer.ts`. */
export type CreateTrainer = (options: TrainerOptions) => Promise<Trainer>;
