import { affine, isPositive } from '../../graph/fused-ops.ts';
import type { Graph, Value } from '../../graph/graph.ts';
import {
  add,
  castToFloat,
  div,
  greater,
  mul,
  reciprocal,
  reduceMean,
  reduceSum,
  reduceSumSquare,
  relu,
  reshape,
  sqrt,
  sub,
} from '../../graph/ops.ts';
import type { GradientRule } from '../gradient-rule.ts';

/** PyTorch's default, added to the variance. */
export const BATCH_NORM_EPSILON = 1e-5;

export interface BatchNormResult {
  readonly y: Value;
  /** The batch's mean and biased variance, [1, C, 1, 1]. */
  readonly mean: Value;
  readonly variance: Value;
}

/**
 * relu(batchNorm(x)) with the statistics of the batch (Ioffe & Szegedy 2015). x [N, C, H, W], gamma and beta [C].
 * The variance is taken from x - mean, not from the mean of x²: where an image is nearly flat the difference of two
 * large numbers would be wrong in the fourth digit, and relu's kinks would pass that on. Backward keeps x - mean.
 */
export function batchNormRelu(g: Graph, x: Value, gamma: Value, beta: Value): BatchNormResult {
  return normalised(g, 'batchNormRelu', [x, gamma, beta]);
}

/** The same without the relu. */
export function batchNorm(g: Graph, x: Value, gamma: Value, beta: Value): BatchNormResult {
  return normalised(g, 'batchNorm', [x, gamma, beta]);
}

function normalised(
  g: Graph,
  op: 'batchNormRelu' | 'batchNorm',
  [x, gamma, beta]: readonly [Value, Value, Value],
): BatchNormResult {
  const [n, c, height, width] = x.shape;
  const [y, mean, variance] = g.composite(op, [x, gamma, beta], {}, () => {
    const mean = reduceMean(g, reduceMean(g, x, [2, 3]), [0]); // [1, C, 1, 1]
    const centred = sub(g, x, mean);
    const squares = reduceSum(g, reduceSumSquare(g, centred, [2, 3]), [0]);
    const variance = div(g, squares, g.scalar(n * height * width));
    const inverse = reciprocal(g, sqrt(g, add(g, variance, g.scalar(BATCH_NORM_EPSILON))));
    const scale = mul(g, reshape(g, gamma, [1, c, 1, 1]), inverse);
    const y = scaled(g, centred, scale, beta, op === 'batchNormRelu');
    return { outputs: [y, mean, variance], saved: [centred, inverse, scale] };
  });
  return { y, mean, variance };
}

function scaled(g: Graph, centred: Value, scale: Value, beta: Value, isRelu: boolean): Value {
  if (g.target === 'cpu') return affine(g, centred, scale, beta, { relu: isRelu });
  const z = add(g, mul(g, centred, scale), reshape(g, beta, scale.shape));
  return isRelu ? relu(g, z) : z;
}

/**
 * Of both. With dz the gradient behind the relu, M values a channel, xhat = (x - mean) / deviation and a = gamma / deviation:
 * dbeta = sum dz, dgamma = sum dz xhat, dx = a (dz - (dbeta + xhat dgamma) / M), in which xhat is (x - mean) times a factor.
 */
export const batchNormGradient: GradientRule = (g, { op, inputs: [x], outputs: [y], saved }, dy) => {
  const [centred, inverse, scale] = saved;
  const [n, c, height, width] = x.shape;
  const dz = op === 'batchNormRelu' ? mul(g, dy, whereRelu(g, y)) : dy;
  const dbeta = sumPerChannel(g, dz); // [1, C, 1, 1]
  const dgamma = mul(g, inverse, sumPerChannel(g, mul(g, dz, centred)));
  const share = g.scalar(-1 / (n * height * width));
  const [p, q] = [mul(g, mul(g, inverse, dgamma), share), mul(g, dbeta, share)];
  const rest = g.target === 'cpu' ? affine(g, centred, p, q, { plus: dz }) : add(g, dz, add(g, mul(g, centred, p), q));
  return [mul(g, rest, scale), reshape(g, dgamma, [c]), reshape(g, dbeta, [c])];
};

/** 1 where relu let pass, 0 elsewhere. */
function whereRelu(g: Graph, y: Value): Value {
  return g.target === 'cpu' ? isPositive(g, y) : castToFloat(g, greater(g, y, g.scalar(0)));
}

/** The sum over all but the channels, [1, C, 1, 1]: pixels first, for both runtimes reduce the innermost axes best. */
function sumPerChannel(g: Graph, x: Value): Value {
  return reduceSum(g, reduceSum(g, x, [2, 3]), [0]);
}
