import type * as TensorFlow from '@tensorflow/tfjs';
import { BATCH_NORM_EPSILON } from '../../autodiff/composites/batch-norm.ts';
import type { Layers } from '../../nn/layers.ts';
import { normOf } from '../../nn/names.ts';

/** TensorFlow.js, whichever package brings it. */
export type Tf = typeof TensorFlow;
export type Image = TensorFlow.Tensor4D;

/** Finds a tensor by its state_dict name, filters as [kh, kw, in, out] (`filters.ts`). */
export type TensorOf = (name: string) => TensorFlow.Tensor;

/** The mean and variance [C] that a batch norm is to use, of its input [N, H, W, C]. */
export type Statistics = (x: Image, norm: string) => { mean: TensorFlow.Tensor; variance: TensorFlow.Tensor };

/** The layers on tensors [N, H, W, C], which is the one layout that all of TensorFlow.js's backends have. */
export function tensorflowLayers(tf: Tf, tensor: TensorOf, statisticsOf: Statistics): Layers<Image> {
  return {
    convNorm(parts, name, { stride = 1, relu = true } = {}) {
      const filter = tensor(`${name}.weight`) as TensorFlow.Tensor4D;
      const x = tf.conv2d(padded(tf, joined(tf, parts), (filter.shape[0] - 1) / 2), filter, stride, 'valid');
      const norm = normOf(name) as string;
      const { mean, variance } = statisticsOf(x, norm);
      const scale = tf.div(tensor(`${norm}.weight`), tf.sqrt(tf.add(variance, BATCH_NORM_EPSILON)));
      const y: Image = tf.add(tf.mul(tf.sub(x, mean), scale), tensor(`${norm}.bias`));
      return relu ? tf.relu(y) : y;
    },
    addRelu: (a, b) => tf.relu(tf.add(a, b)),
    maxPool: x => tf.maxPool(x, 2, 2, 'valid'),
    maxPool3x3: x => tf.maxPool(padded(tf, x, 1), 3, 2, 'valid'),
    up(x, name) {
      const filter = tensor(`${name}.weight`) as TensorFlow.Tensor4D;
      const [n, height, width] = x.shape;
      const shape: [number, number, number, number] = [n, 2 * height, 2 * width, filter.shape[2]];
      return tf.add(tf.conv2dTranspose(x, filter, shape, 2, 'valid'), tensor(`${name}.bias`));
    },
    out: x => tf.add(tf.conv2d(x, tensor('out.weight') as TensorFlow.Tensor4D, 1, 'valid'), tensor('out.bias')),
  };
}

function joined(tf: Tf, parts: readonly Image[]): Image {
  return parts.length > 1 ? tf.concat([...parts], 3) : parts[0];
}

/** Zeros around the pixels: TensorFlow's own padding is another one where the stride is 2. */
function padded(tf: Tf, x: Image, by: number): Image {
  return by === 0
    ? x
    : tf.pad(x, [
        [0, 0],
        [by, by],
        [by, by],
        [0, 0],
      ]);
}
