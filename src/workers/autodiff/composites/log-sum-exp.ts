import type { Graph, Value } from '../../graph/graph.ts';
import { add, exp, log, mul, reduceMax, reduceSum, sub } from '../../graph/ops.ts';
import type { GradientRule } from '../gradient-rule.ts';

/** The classes of a segmentation lie along the channels. */
const CHANNELS = [1];

/**
 * log sum exp over the channels. x [N, C, H, W] -> [N, 1, H, W]. The largest is taken out before, so that nothing overflows
 * (Blanchard, Higham & Higham 2021). x less this is the log-softmax, and its exponential the softmax.
 */
export function logSumExp(g: Graph, x: Value): Value {
  const [y] = g.composite('logSumExp', [x], {}, () => {
    const largest = reduceMax(g, x, CHANNELS);
    return { outputs: [add(g, largest, log(g, reduceSum(g, exp(g, sub(g, x, largest)), CHANNELS)))] };
  });
  return y;
}

/** dx = softmax(x) dy */
export const logSumExpGradient: GradientRule = (g, { inputs: [x], outputs: [y] }, dy) => [
  mul(g, exp(g, sub(g, x, y)), dy),
];

/** log softmax over the channels. x [N, C, H, W] -> the same shape */
export function logSoftmax(g: Graph, x: Value): Value {
  return sub(g, x, logSumExp(g, x));
}

/** Shares of one over the channels. x [N, C, H, W] -> the same shape */
export function softmax(g: Graph, x: Value): Value {
  return exp(g, logSoftmax(g, x));
}
