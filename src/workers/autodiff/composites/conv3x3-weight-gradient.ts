import type { Graph, Value } from '../../graph/graph.ts';
import { concat, matMul, pad, reduceSum, reshape, transpose } from '../../graph/ops.ts';

const TAPS = [0, 1, 2];

/**
 * dw[o, c, i, j] = sum over n, h, w of dy[n, o, h, w] · x[n, c, h + i - 1, w + j - 1]: nine matrix products, one a tap.
 * parts of x [N, Ci, H, W], dy [N, O, H, W] -> one [O, Ci, 3, 3] for each part
 *
 * The shift of a tap is shared out: x moves by the columns and dy the other way by the rows, so that four copies do for
 * nine taps and all parts use dy's. dy's are the outer loop: one of them is alive at a time, beside two of x. Images stay
 * a batch axis, along which ONNX Runtime spreads the products over its threads.
 */
export function weightGradients3x3(g: Graph, parts: readonly Value[], dy: Value): Value[] {
  const [n, o, height, width] = dy.shape;
  const dyShifted = TAPS.map(i => reshape(g, shifted(g, dy, 2, 1 - i), [n, o, height * width]));
  return parts.map(x => {
    const c = x.shape[1];
    const columns = TAPS.map(j => transpose(g, reshape(g, shifted(g, x, 3, j - 1), [n, c, height * width]), [0, 2, 1])); // 3 x [N, H·W, C]
    const taps = dyShifted.flatMap(d => columns.map(column => reduceSum(g, matMul(g, d, column), [0]))); // 9 x [1, O, C]
    return reshape(g, transpose(g, concat(g, taps, 0), [1, 2, 0]), [o, c, 3, 3]);
  });
}

/** y[…, k, …] = x[…, k + by, …] along an axis, zeros where there is none: a pad that takes away at the other end. */
function shifted(g: Graph, x: Value, axis: number, by: number): Value {
  if (by === 0) return x;
  const along = (amount: number) => x.shape.map((_, i) => (i === axis ? amount : 0));
  return pad(g, x, along(-by), along(by));
}
