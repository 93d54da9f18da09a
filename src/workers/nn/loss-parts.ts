import type { Graph, Value } from '../graph/graph.ts';
import { reduceMean, reshape } from '../graph/ops.ts';

/** Keeps the Dice of an empty image defined; the reference adds it below the line only. */
export const DICE_EPSILON = 1e-6;

/** In two stages: WebGPU gives one workgroup to each result, so a single one would crawl through all the pixels. */
export function meanOfAll(g: Graph, x: Value): Value {
  return reshape(g, reduceMean(g, reduceMean(g, x, [3]), [0, 1, 2]), []);
}

/** log(1 + exp(z)), exact for large z. */
export function softplus(z: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}
