import type { Graph, Value } from '../graph/graph.ts';
import { concat, mul, slice } from '../graph/ops.ts';
import type { NetworkSpec } from './architecture.ts';
import { type Parameter, parameterCatalogue } from './parameters.ts';

/** What a step at rate `lr` leaves of the weights that decay (Loshchilov & Hutter 2019, in PyTorch's arrangement). */
export function keptShare(lr: number, weightDecay: number): number {
  return 1 - lr * weightDecay;
}

/**
 * Decoupled weight decay: the filters of `params` (flat) times `keep` [1]; biases and batch norms as they are, for there is
 * nothing to be gained from small ones.
 */
export function decayed(g: Graph, params: Value, spec: NetworkSpec, keep: Value): Value {
  const pieces = stretches(spec).map(({ decays, start, end }) => {
    const piece = slice(g, params, 0, start, end);
    return decays ? mul(g, piece, keep) : piece;
  });
  return concat(g, pieces, 0);
}

/** Whether weight decay applies to a parameter: to the filters of convolutions, which alone have four dimensions. */
export function decays({ shape }: Pick<Parameter, 'shape'>): boolean {
  return shape.length === 4;
}

/** The flat vector as neighbours of one kind. */
function stretches(spec: NetworkSpec): { decays: boolean; start: number; end: number }[] {
  const found: { decays: boolean; start: number; end: number }[] = [];
  for (const parameter of parameterCatalogue(spec).filter(({ kind }) => kind === 'trainable')) {
    const end = parameter.offset + parameter.size;
    const last = found.at(-1);
    if (last?.decays === decays(parameter)) last.end = end;
    else found.push({ decays: decays(parameter), start: parameter.offset, end });
  }
  return found;
}
