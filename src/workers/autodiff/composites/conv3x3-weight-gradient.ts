import type { Graph, Value } from '../../graph/graph.ts';
import { concat, matMul, pad, reduceSum, reshape, slice, transpose } from '../../graph/ops.ts';

const TAPS = [0, 1, 2];

/**
 * dw[o, c, i, j] = sum over n, h, w of dy[n, o, h, w] · x[n, c, h + i - 1, w + j - 1]: nine matrix products, one a tap.
 * parts of x [N, Ci, H, W], dy [N, O, H, W] -> one [O, Ci, 3, 3] for each part
 *
 * Padded rows are joined into one axis of pixels, so that a shift is one contiguous slice, copied at memory speed. The
 * shift of a tap is shared out: x moves by the columns and dy the other way by the rows, which makes six copies of nine
 * and lets all parts use dy's. Images stay a batch axis, along which ONNX Runtime spreads the products over its threads.
 */
export function weightGradients3x3(g: Graph, parts: readonly Value[], dy: Value): Value[] {
  const [n, o, height, width] = dy.shape;
  const stride = width + 2;
  const length = (height + 2) * stride;
  const dyRows = reshape(g, pad(g, dy, [0, 0, 2, 0], [0, 0, 2, 2]), [n, o, (height + 4) * stride]);
  const dyShifted = TAPS.map(i => slice(g, dyRows, 2, (2 - i) * stride, (2 - i) * stride + length)); // 3 x [N, O, length]
  return parts.map(x => {
    const c = x.shape[1];
    // One row more than the padding asks for: the last column's slice runs two pixels over.
    const xRows = reshape(g, pad(g, x, [0, 0, 1, 1], [0, 0, 2, 1]), [n, c, (height + 3) * stride]);
    const xShifted = TAPS.map(j => transpose(g, slice(g, xRows, 2, j, j + length), [0, 2, 1])); // 3 x [N, length, C]
    const taps = dyShifted.flatMap(d => xShifted.map(shifted => reduceSum(g, matMul(g, d, shifted), [0]))); // 9 x [1, O, C]
    return reshape(g, transpose(g, concat(g, taps, 0), [1, 2, 0]), [o, c, 3, 3]);
  });
}
