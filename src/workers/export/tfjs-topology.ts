import { BATCH_NORM_EPSILON } from '../autodiff/composites/batch-norm.ts';
import type { Tensors } from '../nn/tensors.ts';

/** A layer as Keras serialises it. */
interface Layer {
  name: string;
  class_name: string;
  config: Record<string, unknown>;
  inbound_nodes: [string, 0, 0, Record<string, never>][][];
}

/**
 * The network of `unet.ts` as a functional Keras model of stock layers, for images [N, H, W, 1]. A layer is named as its
 * tensors are in PyTorch (`enc1_0`); without batch norms among the tensors, their convolutions have a bias instead.
 */
export function tfjsTopology(tensors: Tensors): object {
  const layers: Layer[] = [];
  const add = (className: string, name: string, config: object, inputs: readonly string[]) => {
    const nodes = inputs.map((input): Layer['inbound_nodes'][number][number] => [input, 0, 0, {}]);
    layers.push({
      name,
      class_name: className,
      config: { name, ...config },
      inbound_nodes: nodes.length ? [nodes] : [],
    });
    return name;
  };
  const filters = (layer: string, axis: number) => tensors.get(`${layer.replace('_', '.')}.weight`)!.shape[axis];
  const pool = (input: string) => add('MaxPooling2D', `${input}_pool`, { pool_size: [2, 2], strides: [2, 2] }, [input]);

  const convNormRelu = (block: string, conv: number, input: string) => {
    const folded = tensors.has(`${block}.${conv}.bias`);
    const name = `${block}_${conv}`;
    const config = { filters: filters(name, 0), kernel_size: [3, 3], padding: 'same', use_bias: folded };
    const x = add('Conv2D', name, config, [input]);
    const normed = folded
      ? x
      : add('BatchNormalization', `${block}_${conv + 1}`, { axis: -1, epsilon: BATCH_NORM_EPSILON }, [x]);
    return add('Activation', `${block}_${conv + 2}`, { activation: 'relu' }, [normed]);
  };
  const doubleConv = (block: string, input: string) => convNormRelu(block, 3, convNormRelu(block, 0, input));
  const up = (level: number, input: string, skip: string) => {
    const name = `up${level}`;
    const x = add('Conv2DTranspose', name, { filters: filters(name, 1), kernel_size: [2, 2], strides: [2, 2] }, [
      input,
    ]);
    return doubleConv(`dec${level}`, add('Concatenate', `dec${level}_in`, { axis: -1 }, [x, skip]));
  };

  const image = add('InputLayer', 'image', { batch_input_shape: [null, null, null, 1], dtype: 'float32' }, []);
  const skips = [doubleConv('enc1', image)];
  for (const level of [2, 3, 4]) skips.push(doubleConv(`enc${level}`, pool(skips[skips.length - 1])));
  let x = doubleConv('bottleneck', pool(skips[3]));
  for (const level of [4, 3, 2, 1]) x = up(level, x, skips[level - 1]);
  const output = add('Conv2D', 'out', { filters: 1, kernel_size: [1, 1], activation: 'sigmoid' }, [x]);
  const config = { name: 'unet', layers, input_layers: [[image, 0, 0]], output_layers: [[output, 0, 0]] };
  return { class_name: 'Model', config, keras_version: '2.15.0', backend: 'tensorflow' };
}
