import type { Graph, Operation, Value } from '../graph/graph.ts';

/**
 * Writes the gradient of one operation into the graph: `dy` is the gradient of its first output, the result holds one
 * gradient per input, null where there is none. `needed[i]` is false where the
 * gradient of input i would be thrown away. A gradient may have the broadcast shape; the walk sums it back.
 */
export type GradientRule = (
  g: Graph,
  operation: Operation,
  dy: Value,
  needed: readonly boolean[],
) => readonly (Value | null)[];
