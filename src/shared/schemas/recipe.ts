import { z } from 'zod';
import { inputModeSchema } from '../model-usage.ts';

const share = (value: number) => z.number().min(0).max(1).default(value).describe('a number between 0 and 1');
const weight = (value: number) => z.number().min(0).max(1000).default(value).describe('a number between 0 and 1000');

/**
 * How a network is taught, apart from how large it is and for how long: part of `trainingConfigSchema`. The defaults are
 * the reference pipeline's; what it does not know is off.
 */
export const recipeShape = {
  /** How the learning rate goes on from `lr` (`shared/training/schedule.ts`). */
  schedule: z.enum(['constant', 'cosine', 'plateau']).default('constant').describe('constant, cosine or plateau'),
  /** Epochs, or a part of one, in which the learning rate rises to `lr`; with every schedule. */
  warmup: z.number().min(0).max(10_000).default(0).describe('a number between 0 and 10000'),
  /** With `plateau`: epochs without a better val Dice after which the learning rate is reduced. */
  plateauEpochs: z.int().min(1).max(10_000).default(5).describe('a whole number between 1 and 10000'),
  /** With `plateau`: what the learning rate is multiplied with. */
  plateauFactor: z.number().gt(0).lt(1).default(0.5).describe('a number between 0 and 1'),
  /** Epochs without a better val Dice after which the training ends; 0 never. */
  patience: z.int().min(0).max(10_000).default(0).describe('a whole number between 0 and 10000'),
  /** Decoupled weight decay (AdamW) of the convolutions; biases and batch norms are spared. */
  weightDecay: share(0),
  /** Batches whose gradients are averaged for one optimiser step. */
  accumulate: z.int().min(1).max(1024).default(1).describe('a whole number between 1 and 1024'),

  /** Weights of the parts of the loss (`workers/nn/losses.ts`). */
  lossBce: weight(1),
  lossDice: weight(1),
  lossFocal: weight(0),
  lossTversky: weight(0),
  /** Focal loss: how much less a pixel counts that is right already. */
  focalGamma: z.number().min(0).max(10).default(2).describe('a number between 0 and 10'),
  /** Tversky loss: what a false crack pixel costs, and what a missed one. */
  tverskyAlpha: share(0.3),
  tverskyBeta: share(0.7),

  /** Probability of each of the two flips. */
  flip: share(0.5),
  /** The gray value is multiplied with up to 1 ± this. */
  contrast: share(0.2),
  /** Up to ± this share of 128 is added to the gray value. */
  brightness: share(0.2),
  /** Probability of a 3x3 Gaussian blur. */
  blur: share(0.1),
  /** Turned by up to ± this, degrees. */
  rotation: z.number().min(0).max(15).default(0).describe('a number between 0 and 15'),
  /** Elastic deformation: pixels move by up to this, percent of the side. */
  elastic: z.number().min(0).max(4).default(0).describe('a number between 0 and 4'),

  /** What the network is shown: every image squeezed whole into its input, or crops of it at native resolution. */
  input: inputModeSchema.default('resize').describe('resize or tile'),
  /** With `resize`, how masks get to the input's size: the nearest pixel, or crack wherever there was any under a pixel. */
  maskReduction: z.enum(['nearest', 'cover']).default('nearest').describe('nearest or cover'),
};
