import { fromHalf, toHalf } from '../graph/half.ts';
import { isOfBatchNorm } from '../nn/names.ts';
import type { NamedTensor } from '../nn/tensors.ts';
import type { ExportedNetwork, Files } from './exported-network.ts';
import { kerasName, tfjsTopology } from './tfjs-topology.ts';

/*
 * TensorFlow.js's LayersModel as files (js.tensorflow.org/tutorials/conversion): `model.json` with the Keras topology
 * and a manifest of weights, whose bytes lie one after the other in `weights.bin`. Images are [N, H, W, 1].
 */

interface ManifestEntry {
  name: string;
  shape: number[];
  dtype: 'float32';
  quantization?: { dtype: 'float16'; original_dtype: 'float32' };
}

/** The files of a network, folded or not; with `half` weights are stored in half precision and computed in single. */
export function encodeTfjs({ tensors, metadata }: ExportedNetwork, { half = false } = {}): Files {
  const entries: ManifestEntry[] = [];
  const pieces: Uint8Array[] = [];
  for (const [torch, tensor] of tensors) {
    const { keras, axes } = weightOf(torch, tensor.shape.length);
    const { shape, data } = transpose(tensor, axes);
    const quantization = { dtype: 'float16', original_dtype: 'float32' } as const;
    entries.push({ name: keras, shape: [...shape], dtype: 'float32', ...(half ? { quantization } : {}) });
    pieces.push(bytesOf(half ? toHalf(data) : data));
  }
  const model = {
    format: 'layers-model',
    generatedBy: 'Crack Studio',
    convertedBy: null,
    modelTopology: tfjsTopology(tensors),
    weightsManifest: [{ paths: ['weights.bin'], weights: entries }],
    userDefinedMetadata: metadata,
  };
  return new Map([
    ['weights.bin', new Uint8Array(Buffer.concat(pieces))],
    ['model.json', new TextEncoder().encode(`${JSON.stringify(model)}\n`)],
  ]);
}

/** The tensors by their names in PyTorch, from what `encodeTfjs` wrote. Throws an Error when the bytes break off. */
export function decodeTfjs(files: Files): Map<string, NamedTensor> {
  const { weightsManifest } = JSON.parse(new TextDecoder().decode(files.get('model.json')));
  const bytes = files.get('weights.bin')!;
  const tensors = new Map<string, NamedTensor>();
  let at = 0;
  for (const { name, shape, quantization } of weightsManifest[0].weights as ManifestEntry[]) {
    const count = shape.reduce((a, b) => a * b, 1);
    const size = count * (quantization ? 2 : 4);
    const piece = Uint8Array.from(bytes.subarray(at, at + size)).buffer;
    at += size;
    const data = quantization ? fromHalf(new Uint16Array(piece)) : new Float32Array(piece);
    const torch = torchName(name);
    const { axes } = weightOf(torch, shape.length);
    tensors.set(torch, transpose({ shape, data }, inverse(axes)));
  }
  if (at !== bytes.length) throw new Error('weights.bin has another length than its manifest says');
  return tensors;
}

/**
 * A tensor's name in Keras, and how its axes are turned: axis i there is axis `axes[i]` in PyTorch. Convolutions are
 * [O, C, kh, kw] in PyTorch and [kh, kw, C, O] in Keras, transposed ones [C, O, kh, kw] and [kh, kw, O, C].
 */
function weightOf(torch: string, rank: number): { keras: string; axes: readonly number[] } {
  const end = torch.lastIndexOf('.');
  const [layer, part] = [torch.slice(0, end), torch.slice(end + 1)];
  return { keras: `${kerasName(layer)}/${kerasPart(layer, part)}`, axes: rank === 4 ? [2, 3, 1, 0] : [0] };
}

const NORM_PARTS = [
  ['weight', 'gamma'],
  ['bias', 'beta'],
  ['running_mean', 'moving_mean'],
  ['running_var', 'moving_variance'],
];
const CONV_PARTS = [
  ['weight', 'kernel'],
  ['bias', 'bias'],
];

function partsOf(layer: string): string[][] {
  return isOfBatchNorm(`${layer}.`) ? NORM_PARTS : CONV_PARTS;
}

function kerasPart(layer: string, part: string): string {
  return partsOf(layer).find(([torch]) => torch === part)![1];
}

function torchName(keras: string): string {
  const [name, part] = keras.split('/');
  const layer = name.replaceAll('_', '.');
  return `${layer}.${partsOf(layer).find(([, name]) => name === part)![0]}`;
}

function inverse(axes: readonly number[]): number[] {
  return axes.map((_, axis) => axes.indexOf(axis));
}

/** Axis i of the result is axis `axes[i]` of the tensor. */
function transpose({ shape, data }: NamedTensor, axes: readonly number[]): NamedTensor {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const turned = axes.map(axis => shape[axis]);
  const steps = axes.map(axis => strides[axis]);
  const result = new Float32Array(data.length);
  const index = turned.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = data[from];
    // Counts like an odometer, the last axis fastest.
    for (let axis = turned.length - 1; axis >= 0; axis--) {
      from += steps[axis];
      if (++index[axis] < turned[axis]) break;
      from -= steps[axis] * turned[axis];
      index[axis] = 0;
    }
  }
  return { shape: turned, data: result };
}

function bytesOf(data: Float32Array | Uint16Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
