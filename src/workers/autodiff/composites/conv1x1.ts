import type { Graph, Value } from '../../graph/graph.ts';
import { conv, matMul, reduceSum, reshape, transpose } from '../../graph/ops.ts';
import type { GradientRule } from '../gradient-rule.ts';

/** 1x1 convolution with bias. x [N, C, H, W], w [O, C, 1, 1], bias [O] -> [N, O, H, W] */
export function conv1x1(g: Graph, x: Value, w: Value, bias: Value): Value {
  return g.composite('conv1x1', [x, w, bias], {}, () => ({ outputs: [conv(g, x, w, bias)] }))[0];
}

export const conv1x1Gradient: GradientRule = (g, { inputs: [x, w, bias] }, dy) => {
  const [n, c, height, width] = x.shape;
  const o = bias.shape[0];
  const dyRows = reshape(g, dy, [n, o, height * width]);
  const xRows = reshape(g, x, [n, c, height * width]);
  const dx = matMul(g, transpose(g, reshape(g, w, [1, o, c]), [0, 2, 1]), dyRows); // [N, C, H·W]
  const dw = reduceSum(g, matMul(g, dyRows, transpose(g, xRows, [0, 2, 1])), [0]); // [1, O, C]
  const dbias = reduceSum(g, reduceSum(g, dyRows, [2]), [0]);
  return [reshape(g, dx, x.shape), reshape(g, dw, w.shape), reshape(g, dbias, [o])];
};
