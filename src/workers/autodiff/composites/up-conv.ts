import { spaceToDepth } from '../../graph/fused-ops.ts';
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
  const dyColumns = reshape(g, blocks(g, dy), [n, 4 * o, height * width]);
  const filters = reshape(g, transpose(g, w, [0, 2, 3, 1]), [1, c, 4 * o]);
  const dx = matMul(g, filters, dyColumns); // [N, C, H·W]
  const xRows = reshape(g, x, [n, c, height * width]);
  const dw = reduceSum(g, matMul(g, xRows, transpose(g, dyColumns, [0, 2, 1])), [0]); // [1, C, 4·O]
  const dbias = reduceSum(g, reduceSum(g, dy, [2, 3]), [0]);
  return [reshape(g, dx, x.shape), transpose(g, reshape(g, dw, [c, 2, 2, o]), [0, 3, 1, 2]), reshape(g, dbias, [o])];
};

/** [N, O, 2H, 2W] -> [N, 4·O, H, W], or of that many values: place in the block first, then channel */
function blocks(g: Graph, dy: Value): Value {
  if (g.target === 'cpu') return spaceToDepth(g, dy);
  const [n, o, height, width] = dy.shape;
  return transpose(g, reshape(g, dy, [n, o, height / 2, 2, width / 2, 2]), [0, 3, 5, 1, 2, 4]);
}
