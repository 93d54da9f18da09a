import type { Graph, Value } from '../graph/graph.ts';
import { add, div, mul, sqrt, sub } from '../graph/ops.ts';

export const BETA1 = 0.9;
export const BETA2 = 0.999;
export const EPSILON = 1e-8;

export interface AdamState {
  readonly params: Value;
  readonly m: Value;
  readonly v: Value;
}

/** The two numbers of a step that the graph takes as feeds. */
export interface AdamScalars {
  /** lr / (1 - beta1^t) */
  readonly stepSize: number;
  /** sqrt(1 - beta2^t) */
  readonly correction: number;
}

/** Adam's bias corrections at step t = 1, 2, … */
export function adamScalars(lr: number, t: number): AdamScalars {
  return { stepSize: lr / (1 - BETA1 ** t), correction: Math.sqrt(1 - BETA2 ** t) };
}

/** Adam (Kingma & Ba 2015) in PyTorch's arrangement, on all weights as one flat vector. */
export function adam(
  g: Graph,
  { params, m, v }: AdamState,
  gradient: Value,
  scalars: { readonly stepSize: Value; readonly correction: Value },
): AdamState {
  const times = (x: Value, factor: number) => mul(g, x, g.scalar(factor));
  const nextM = add(g, times(m, BETA1), times(gradient, 1 - BETA1));
  const nextV = add(g, times(v, BETA2), times(mul(g, gradient, gradient), 1 - BETA2));
  const denominator = add(g, div(g, sqrt(g, nextV), scalars.correction), g.scalar(EPSILON));
  const step = mul(g, div(g, nextM, denominator), scalars.stepSize);
  return { params: sub(g, params, step), m: nextM, v: nextV };
}
