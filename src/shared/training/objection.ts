import type { TrainingConfig } from '../schemas/training.ts';
import { SIZE_MULTIPLE } from './encoders.ts';
import { LOSS_WEIGHTS } from './loss-settings.ts';
import { pytorchObjection } from './pytorch.ts';

/** Why these settings, each of which is possible, cannot be together: a sentence; undefined when nothing is wrong. */
export function objectionTo(config: TrainingConfig): string | undefined {
  const { encoder, encoderWeights, size } = config;
  if (LOSS_WEIGHTS.every(weight => config[weight] === 0)) {
    return 'Every part of the loss weighs 0, so there is nothing to learn: give one of them a weight.';
  }
  if (config.engine === 'tensorflow' && (config.clipNorm > 0 || config.ema > 0)) {
    return 'TensorFlow neither clips gradients nor averages weights here: leave both at 0, or train with ONNX Runtime.';
  }
  const multiple = SIZE_MULTIPLE[encoder];
  if (size % multiple !== 0) {
    return `The encoder ${encoder} halves its input until only multiples of ${multiple} px fit, and ${size} is none: choose another size.`;
  }
  if (encoderWeights !== '' && encoder === 'plain') {
    return `The plain encoder always starts from random weights, so ${encoderWeights} is of no use: choose the encoder resnet34, or no file.`;
  }
  if (config.from !== '' && encoderWeights !== '') {
    return `Both ${config.from} and ${encoderWeights} would be the weights of the encoder: give one of them.`;
  }
  return config.engine === 'pytorch' ? pytorchObjection(config) : undefined;
}
