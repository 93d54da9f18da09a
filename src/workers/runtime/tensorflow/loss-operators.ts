import type { Tensor } from '@tensorflow/tfjs';
import type { Operators } from '../../nn/losses/operators.ts';
import type { Tf } from './layers.ts';

/** The loss on tensors [N, H, W, C], which TensorFlow's tape differentiates. */
export function tensorflowOperators(tf: Tf): Operators<Tensor> {
  const channels = (x: Tensor) => x.shape[3] as number;
  return {
    add: tf.add,
    sub: tf.sub,
    mul: tf.mul,
    div: tf.div,
    neg: tf.neg,
    exp: tf.exp,
    sigmoid: tf.sigmoid,
    softplus: tf.softplus,
    channels,
    logSumExp: x => tf.logSumExp(x, 3, true),
    sumOfChannels: x => tf.sum(x, 3, true),
    oneHot: (index, count) => tf.cast(tf.equal(index, tf.range(0, count)), 'float32'),
    sum: x => tf.sum(x, [1, 2], true),
    sumOfImages: x => tf.sum(x, 0, true),
    mean: x => tf.mean(x),
    meanOfRegions: x => tf.mean(channels(x) > 1 ? tf.slice(x, [0, 0, 0, 1]) : x),
  };
}
