import { Graph } from '../graph/graph.ts';
import { encodeModel } from '../graph/onnx-encode.ts';
import { sigmoid } from '../graph/ops.ts';
import { parameterCatalogue } from './parameters.ts';
import { unet } from './unet.ts';
import { predictingNetwork } from './unet-blocks.ts';

export interface InferenceModelOptions {
  readonly base: number;
  /** The flat vectors of `TrainingState`. */
  readonly params: Float32Array;
  readonly running: Float32Array;
  /** Becomes the model's metadata_props. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The network's input while the graph is built; nothing in the graph depends on it. */
const EXAMPLE_SIDE = 16;

/**
 * The trained network as an ONNX model with its weights inside, under their state_dict names.
 * Input `image` [N, 1, H, W] in 0..1, any N, H and W multiples of 16; output `probability` [N, 1, H, W].
 */
export function buildInferenceModel({ base, params, running, metadata }: InferenceModelOptions): Uint8Array {
  const g = new Graph();
  const dims = ['N', 1, 'H', 'W'];
  const image = g.input('image', [1, 1, EXAMPLE_SIDE, EXAMPLE_SIDE], 'float32', dims);
  const tensors = new Map(
    parameterCatalogue(base).map(({ name, shape, kind, offset, size }) => {
      const source = kind === 'trainable' ? params : running;
      return [name, g.initializer(name, source.subarray(offset, offset + size), shape)];
    }),
  );
  const logits = unet(
    predictingNetwork(g, name => tensors.get(name)!),
    image,
  );
  g.output('probability', sigmoid(g, logits), dims);
  return encodeModel(g, metadata);
}
