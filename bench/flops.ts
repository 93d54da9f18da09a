import { type Graph, type Node, sizeOf } from '../src/workers/graph/graph.ts';

/** What a node does in the time of a step, by the kind of arithmetic. */
export type Kind = 'convolution' | 'product' | 'rest';

/** Fused and renamed nodes count as what they were. */
export function kindOf(op: string): Kind {
  if (op === 'Conv' || op === 'ConvTranspose') return 'convolution';
  return op === 'MatMul' || op === 'FusedMatMul' ? 'product' : 'rest';
}

/**
 * The floating-point operations of a graph's convolutions and matrix products, a multiplication and an addition counted as
 * two, zeros at the border counted as values; the passes over memory between them count as none.
 */
export function flopsOf(graph: Graph): Record<Kind, number> {
  const sum = { convolution: 0, product: 0, rest: 0 };
  for (const node of graph.neededNodes()) sum[kindOf(node.op)] += flopsOfNode(node);
  return sum;
}

function flopsOfNode({ op, inputs: [x, w], outputs: [y] }: Node): number {
  if (op === 'MatMul') return 2 * sizeOf(y.shape) * (x?.shape.at(-1) ?? 0);
  // Every output of a convolution takes one filter; every input of a transposed one spreads over one.
  if (op === 'Conv') return (2 * sizeOf(y.shape) * sizeOf(w?.shape ?? [])) / (w?.shape[0] ?? 1);
  if (op === 'ConvTranspose') return (2 * sizeOf(x?.shape ?? []) * sizeOf(w?.shape ?? [])) / (w?.shape[0] ?? 1);
  return 0;
}
