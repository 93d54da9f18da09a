import { BATCH_NORM_EPSILON } from '../autodiff/composites/batch-norm.ts';
import { ARCHITECTURES, encoderOf } from '../nn/architecture.ts';
import type { Layers } from '../nn/layers.ts';
import { normOf } from '../nn/names.ts';
import type { Tensors } from '../nn/tensors.ts';

/** A layer as Keras serialises it. */
interface Layer {
  name: string;
  class_name: string;
  config: Record<string, unknown>;
  inbound_nodes: [string, 0, 0, Record<string, never>][][];
}

/** Appends a layer and gives its name, by which others take its output. */
type Add = (className: string, name: string, config: object, inputs: readonly string[]) => string;

/** A layer's name in Keras, where points are not allowed everywhere: `enc1.0` -> `enc1_0`. No name of PyTorch's has a `_` here. */
export const kerasName = (layer: string) => layer.replaceAll('.', '_');

/**
 * A network as a functional Keras model of stock layers, for images [N, H, W, 1]. A layer is named as its tensors are in
 * PyTorch (`enc1_0`); without batch norms among the tensors, their convolutions have a bias instead.
 */
export function tfjsTopology(tensors: Tensors): object {
  const layers: Layer[] = [];
  const add: Add = (className, name, config, inputs) => {
    const nodes = inputs.map((input): Layer['inbound_nodes'][number][number] => [input, 0, 0, {}]);
    layers.push({
      name,
      class_name: className,
      config: { name, ...config },
      inbound_nodes: nodes.length ? [nodes] : [],
    });
    return name;
  };
  const image = add('InputLayer', 'image', { batch_input_shape: [null, null, null, 1], dtype: 'float32' }, []);
  const output = ARCHITECTURES[encoderOf(tensors)].forward(kerasLayers(tensors, add), image);
  const config = { name: 'unet', layers, input_layers: [[image, 0, 0]], output_layers: [[output, 0, 0]] };
  return { class_name: 'Model', config, keras_version: '2.15.0', backend: 'tensorflow' };
}

function kerasLayers(tensors: Tensors, add: Add): Layers<string> {
  const shape = (layer: string) => tensors.get(`${layer}.weight`)!.shape;
  const pooled = (x: string, side: number, config: object) =>
    add('MaxPooling2D', `${x}_pool`, { pool_size: [side, side], strides: [2, 2], ...config }, [x]);

  // Keras pads a stride of 2 at the end only, PyTorch at both: so the zeros are laid around before.
  const padded = (x: string, name: string, zeros: number) =>
    zeros > 0 ? add('ZeroPadding2D', `${name}_zeros`, { padding: [zeros, zeros].map(n => [n, n]) }, [x]) : x;
  const joined = (parts: readonly string[], conv: string) =>
    parts.length > 1 ? add('Concatenate', `${conv.split('.')[0]}_in`, { axis: -1 }, parts) : parts[0];

  return {
    convNorm(parts, conv, { stride = 1, relu = true } = {}) {
      const [filters, , side] = shape(conv);
      const use_bias = tensors.has(`${conv}.bias`);
      const [name, norm] = [kerasName(conv), kerasName(normOf(conv)!)];
      const x = joined(parts, conv);
      const strided = { filters, kernel_size: [side, side], strides: [2, 2], padding: 'valid', use_bias };
      const y =
        stride === 1
          ? add('Conv2D', name, { filters, kernel_size: [side, side], padding: 'same', use_bias }, [x])
          : add('Conv2D', name, strided, [padded(x, name, (side - 1) / 2)]);
      const z = use_bias ? y : add('BatchNormalization', norm, { axis: -1, epsilon: BATCH_NORM_EPSILON }, [y]);
      return relu ? add('Activation', reluName(conv), { activation: 'relu' }, [z]) : z;
    },
    addRelu(a, b) {
      const name = `${a}_sum`;
      return add('Activation', `${name}_relu`, { activation: 'relu' }, [add('Add', name, {}, [a, b])]);
    },
    maxPool: x => pooled(x, 2, {}),
    // Zeros around are no maximum, for x is not negative.
    maxPool3x3: x => pooled(padded(x, `${x}_pool`, 1), 3, { padding: 'valid' }),
    up(x, name) {
      const config = { filters: shape(name)[1], kernel_size: [2, 2], strides: [2, 2] };
      return add('Conv2DTranspose', name, config, [x]);
    },
    out(x) {
      const [filters] = shape('out');
      const activation = filters > 1 ? 'softmax' : 'sigmoid';
      return add('Conv2D', 'out', { filters, kernel_size: [1, 1], activation }, [x]);
    },
  };
}

/** In a sequence the relu has a number of its own, behind the norm's. */
function reluName(conv: string): string {
  const [, block, layer] = /^(\w+)\.(\d)$/.exec(conv) ?? [];
  return block ? `${block}_${Number(layer) + 2}` : `${kerasName(conv)}_relu`;
}
