import type { Graph, Value } from '../../graph/graph.ts';
import { concat, conv, matMul, pad, reduceSum, reshape, slice, transpose } from '../../graph/ops.ts';
import { convTransposeTo } from '../../graph/strided-ops.ts';
import type { GradientRule } from '../gradient-rule.ts';

const STRIDE = 2;

/** Zeros on each side, with which a stride of 1 would keep the sides. */
const padOf = (w: Value) => (w.shape[2] - 1) / 2;

/** Convolution of stride 2 without bias, (k - 1) / 2 zeros around. x [N, C, H, W], w [O, C, k, k], k odd -> [N, O, H/2, W/2], rounded up */
export function convStride2(g: Graph, x: Value, w: Value): Value {
  const [y] = g.composite('convStride2', [x, w], {}, () => ({
    outputs: [conv(g, x, w, null, { stride: STRIDE, pad: padOf(w) })],
  }));
  return y;
}

export const convStride2Gradient: GradientRule = (g, { inputs: [x, w] }, dy, [needX]) => {
  const dx = needX ? convTransposeTo(g, dy, w, x.shape.slice(2), { stride: STRIDE, pad: padOf(w) }) : null;
  return [dx, weightGradient(g, x, w, dy)];
};

/**
 * dw[o, c, i, j] = sum over n, h, w of dy[n, o, h, w] · x[n, c, 2h + i - p, 2w + j - p]: the pixels that each tap of the filter
 * sees, side by side (im2col), times dy in one product. At half the sides that is k²/4 times x, of which a network has few.
 */
function weightGradient(g: Graph, x: Value, w: Value, dy: Value): Value {
  const [n, o, height, width] = dy.shape;
  const [, c, k] = w.shape;
  const p = padOf(w);
  const padded = p > 0 ? pad(g, x, [0, 0, p, p], [0, 0, p, p]) : x;
  const offsets = Array.from({ length: k }, (_, i) => i);
  const every2nd = (value: Value, axis: number, start: number, count: number) =>
    slice(g, value, axis, start, start + (count - 1) * STRIDE + 1, STRIDE);
  const taps = offsets.flatMap(i => {
    const rows = every2nd(padded, 2, i, height);
    return offsets.map(j => reshape(g, every2nd(rows, 3, j, width), [n, c, height * width]));
  });
  const columns = taps.length > 1 ? concat(g, taps, 1) : taps[0]; // [N, k·k·C, H'·W']
  const products = matMul(g, reshape(g, dy, [n, o, height * width]), transpose(g, columns, [0, 2, 1]));
  const sum = reshape(g, reduceSum(g, products, [0]), [o, k, k, c]);
  return transpose(g, sum, [0, 3, 1, 2]);
}
