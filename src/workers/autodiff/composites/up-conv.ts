import type { Graph, Value } from '../../graph/graph.ts';
import { convTranspose, matMul, reduceSum, reshape, transpose } from '../../graph/ops.ts';
import type { GradientRule } from '../gradient-rule.ts';

/** Transposed convolution 2x2, stride 2: every pixel becomes a block. x [N, C, H, W], w [C, O, 2, 2], bias [O] -> [N, O, 2H, 2W] */
export function upConv(g: Graph, x: Value, w: Value, bias: Value): Value {
  return g.composite('upConv', [x, w, bias], {}, () => ({ outputs: [convTranspose(g, x, w, bias)] }))[0];
}

/** Blocks do not overlap, so with dy's blocks as 4·O channels both gradients are plain matrix products. */
export const upConvGradient: GradientRule = (g, { inputs: [x, w, bias] }, dy) => {
  const [n, c, height, width] = x.shape;
  const o = bias.shape[0];
  const blocks = transpose(g, reshape(g, dy, [n, o, height, 2, width, 2]), [0, 1, 3, 5, 2, 4]);
  const dyColumns = reshape(g, blocks, [n, o * 4, height * width]);
  const dx = matMul(g, reshape(g, w, [1, c, o * 4]), dyColumns); // [N, C, H·W]
  const xRows = reshape(g, x, [n, c, height * width]);
  const dw = reduceSum(g, matMul(g, xRows, transpose(g, dyColumns, [0, 2, 1])), [0]); // [1, C, 4·O]
  const dbias = reduceSum(g, reduceSum(g, dy, [2, 3]), [0]);
  return [reshape(g, dx, x.shape), reshape(g, dw, w.shape), reshape(g, dbias, [o])];
};
