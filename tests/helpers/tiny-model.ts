import { writeFile } from 'node:fs/promises';
import { Graph } from '../../src/workers/graph/graph.ts';
import { encodeModel } from '../../src/workers/graph/onnx-encode.ts';
import { mul, sigmoid, sub } from '../../src/workers/graph/ops.ts';

/** The steepness of the tiny model's edge between dark and light. */
const STEEPNESS = 40;

export interface TinyModelOptions {
  /** Gray / 255 below which a pixel is crack. */
  darkness?: number;
  /** Name of the model's input. */
  input?: string;
  metadata?: Record<string, string>;
}

/** Writes a model that any person can check: each pixel by itself is crack when it is dark. */
export async function writeTinyModel(path: string, options: TinyModelOptions = {}): Promise<string> {
  const { darkness = 0.4, input = 'image', metadata = { input_size: '32' } } = options;
  const graph = new Graph();
  const dims = ['batch', 1, 'height', 'width'];
  const image = graph.input(input, [1, 1, 16, 16], 'float32', dims);
  const logits = mul(graph, sub(graph, graph.scalar(darkness), image), graph.scalar(STEEPNESS));
  graph.output('probability', sigmoid(graph, logits), dims);
  await writeFile(path, encodeModel(graph, metadata));
  return path;
}

/** What the tiny model says of one pixel of value 0..255. */
export function tinyProbability(value: number, darkness = 0.4): number {
  return 1 / (1 + Math.exp(-STEEPNESS * (darkness - value / 255)));
}

/** What the tiny model says of a picture of bytes. */
export function tinyProbabilities(data: Uint8Array, darkness?: number): Float32Array {
  const byValue = Float32Array.from({ length: 256 }, (_, value) => tinyProbability(value, darkness));
  const probability = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) probability[i] = byValue[data[i]];
  return probability;
}
