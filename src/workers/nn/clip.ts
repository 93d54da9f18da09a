import type { Graph, Value } from '../graph/graph.ts';
import { add, div, mul, reduceSumSquare, relu, sqrt, sub } from '../graph/ops.ts';

/**
 * The gradient (flat) times norm / max(its norm, norm): as it is when that is short, of length `norm` otherwise
 * (Pascanu, Mikolov & Bengio 2013).
 */
export function clipped(g: Graph, gradient: Value, norm: number): Value {
  const limit = g.scalar(norm);
  const length = sqrt(g, reduceSumSquare(g, gradient, [0]));
  const longer = add(g, relu(g, sub(g, length, limit)), limit);
  return mul(g, gradient, div(g, limit, longer));
}
