import { Graph, type Value } from '../graph/graph.ts';
import { toHalf } from '../graph/half.ts';
import { encodeModel } from '../graph/onnx-encode.ts';
import { castToFloat, castToHalf, sigmoid, softmaxNode } from '../graph/ops.ts';
import { ARCHITECTURES, encoderOf, type NetworkSpec } from './architecture.ts';
import { isOfBatchNorm } from './names.ts';
import { type Tensors, tensorsOf } from './tensors.ts';
import { foldedNetwork, predictingNetwork } from './unet-blocks.ts';

export interface InferenceModelOptions {
  readonly network: NetworkSpec;
  /** The flat vectors of `TrainingState`. */
  readonly params: Float32Array;
  readonly running: Float32Array;
  /** Becomes the model's metadata_props. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The trained network as an ONNX model: see `encodeNetwork`. */
export function buildInferenceModel({ network, params, running, metadata }: InferenceModelOptions): Uint8Array {
  return encodeNetwork(tensorsOf(network, { trainable: params, running }), metadata);
}

/** The network's input while the graph is built; nothing in the graph depends on it. A multiple of every `SIZE_MULTIPLE`. */
const EXAMPLE_SIDE = 32;

/**
 * A network as an ONNX model with its weights inside, under their state_dict names; batch norms may be folded before.
 * Input `image` [N, 1, H, W] in 0..1, any N, H and W multiples of the
 * network's `SIZE_MULTIPLE`; output `probability` of the same shape or, of a network that tells classes apart, [N, C, H, W], which
 * begins with the background and sums to 1; float32 both.
 * With `half`, convolutions have weights of half precision and compute so where the runtime can.
 */
export function encodeNetwork(
  tensors: Tensors,
  metadata: Readonly<Record<string, string>>,
  { half = false } = {},
): Uint8Array {
  const g = new Graph();
  const dims = ['N', 1, 'H', 'W'];
  const image = g.input('image', [1, 1, EXAMPLE_SIDE, EXAMPLE_SIDE], 'float32', dims);
  const values = new Map<string, Value>();
  for (const [name, { shape, data }] of tensors) {
    values.set(name, g.initializer(name, half && !isOfBatchNorm(name) ? toHalf(data) : data, shape));
  }
  const isFolded = ![...tensors.keys()].some(isOfBatchNorm);
  const network = (isFolded ? foldedNetwork : predictingNetwork)(g, name => values.get(name)!);
  const { forward } = ARCHITECTURES[encoderOf(tensors)];
  const outputs = forward(network, half ? castToHalf(g, image) : image);
  const logits = half ? castToFloat(g, outputs) : outputs;
  const channels = logits.shape[1];
  const probability = channels > 1 ? softmaxNode(g, logits, 1) : sigmoid(g, logits);
  g.output('probability', probability, ['N', channels, 'H', 'W']);
  return encodeModel(g, metadata);
}
