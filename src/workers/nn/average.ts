import { Graph, type Target, type Value } from '../graph/graph.ts';
import { encodeModel } from '../graph/onnx-encode.ts';
import { add, mul, sub } from '../graph/ops.ts';
import type { NetworkSpec } from './architecture.ts';
import { flatSize } from './parameters.ts';

/**
 * What the step `t` = 1, 2, … leaves of the average before: little of the first ones, whose weights are of no use yet,
 * `decay` in the end (Abadi et al. 2016, `ExponentialMovingAverage`).
 */
export function averageDecay(decay: number, t: number): number {
  return Math.min(decay, (1 + t) / (10 + t));
}

/**
 * One step of the moving average of weights and running statistics (Polyak & Juditsky 1992), on the device.
 * Feeds: params, running, averageParams, averageRunning (flat), fresh [1] = 1 - `averageDecay`.
 * Fetches: next.averageParams, next.averageRunning.
 */
export function buildAverage(shape: NetworkSpec & { readonly target: Target }): Uint8Array {
  const g = new Graph(shape.target);
  const fresh = g.input('fresh', [1]);
  const average = (kind: 'trainable' | 'running', of: string, name: string) => {
    const size = [flatSize(shape, kind)];
    g.output(`next.${name}`, towards(g, g.input(name, size), g.input(of, size), fresh));
  };
  average('trainable', 'params', 'averageParams');
  average('running', 'running', 'averageRunning');
  return encodeModel(g);
}

function towards(g: Graph, from: Value, to: Value, share: Value): Value {
  return add(g, from, mul(g, sub(g, to, from), share));
}
