import { invariant } from '../../shared/assert.ts';
import type { Value } from '../graph/graph.ts';
import {
  castToFloat,
  div,
  expand,
  greater,
  matMul,
  mul,
  neg,
  reshape,
  sigmoid,
  slices,
  sub,
  transpose,
} from '../graph/ops.ts';
import { batchNormGradient } from './composites/batch-norm.ts';
import { convStride2Gradient } from './composites/conv-stride2.ts';
import { conv1x1Gradient } from './composites/conv1x1.ts';
import { conv3x3Gradient } from './composites/conv3x3.ts';
import { logSumExpGradient } from './composites/log-sum-exp.ts';
import { maxPoolGradient } from './composites/max-pool.ts';
import { maxPool3x3Gradient } from './composites/max-pool3x3.ts';
import { upConvGradient } from './composites/up-conv.ts';
import type { GradientRule } from './gradient-rule.ts';

export type DifferentiableOp =
  | 'Add'
  | 'Sub'
  | 'Mul'
  | 'Div'
  | 'Neg'
  | 'Exp'
  | 'Relu'
  | 'Sigmoid'
  | 'Softplus'
  | 'Identity'
  | 'Reshape'
  | 'Transpose'
  | 'Concat'
  | 'MatMul'
  | 'ReduceSum'
  | 'ReduceMean'
  | 'conv1x1'
  | 'conv3x3'
  | 'convStride2'
  | 'batchNorm'
  | 'batchNormRelu'
  | 'logSumExp'
  | 'maxPool'
  | 'maxPool3x3'
  | 'upConv';

export function isDifferentiable(op: string): op is DifferentiableOp {
  return Object.hasOwn(gradientRules, op);
}

/**
 * How each operation passes a gradient back: inputs a, b (or x), output y, gradient dy. One line is enough where
 * calculus is; the composites (lower case) live in files of their own, because their fast form is not the obvious one.
 */
export const gradientRules: Record<DifferentiableOp, GradientRule> = {
  Add: (_g, _op, dy) => [dy, dy],
  Sub: (g, _op, dy) => [dy, neg(g, dy)],
  Mul: (g, { inputs: [a, b] }, dy, [needA, needB]) => [needA ? mul(g, dy, b) : null, needB ? mul(g, dy, a) : null],
  Div: (g, { inputs: [, b], outputs: [y] }, dy, [, needB]) => {
    const da = div(g, dy, b);
    return [da, needB ? neg(g, mul(g, da, y)) : null];
  },
  Neg: (g, _op, dy) => [neg(g, dy)],
  Exp: (g, { outputs: [y] }, dy) => [mul(g, dy, y)],
  Relu: (g, { outputs: [y] }, dy) => [mul(g, dy, castToFloat(g, greater(g, y, g.scalar(0))))],
  Sigmoid: (g, { outputs: [y] }, dy) => [mul(g, dy, mul(g, y, sub(g, g.scalar(1), y)))],
  Softplus: (g, { inputs: [x] }, dy) => [mul(g, dy, sigmoid(g, x))],
  Identity: (_g, _op, dy) => [dy],
  Reshape: (g, { inputs: [x] }, dy) => [reshape(g, dy, x.shape), null],
  Transpose: (g, { attributes }, dy) => [transpose(g, dy, inverse(attributes.perm as readonly number[]))],
  Concat: (g, { inputs, attributes }, dy) => {
    const axis = attributes.axis as number;
    const sizes = inputs.map(({ shape }) => shape[axis]);
    return slices(g, dy, axis, sizes);
  },
  MatMul: (g, { inputs: [a, b] }, dy, [needA, needB]) => [
    needA ? matMul(g, dy, swapLast(g, b)) : null,
    needB ? matMul(g, swapLast(g, a), dy) : null,
  ],
  ReduceSum: (g, { inputs: [x] }, dy) => [expand(g, dy, x.shape), null],
  ReduceMean: (g, { inputs: [x], outputs: [y] }, dy) => {
    const share = g.scalar(size(y) / size(x));
    return [expand(g, mul(g, dy, share), x.shape)];
  },
  conv1x1: conv1x1Gradient,
  conv3x3: conv3x3Gradient,
  convStride2: convStride2Gradient,
  batchNorm: batchNormGradient,
  batchNormRelu: batchNormGradient,
  logSumExp: logSumExpGradient,
  maxPool: maxPoolGradient,
  maxPool3x3: maxPool3x3Gradient,
  upConv: upConvGradient,
};

const size = (value: Value) => value.shape.reduce((a, b) => a * b, 1);

function inverse(perm: readonly number[]): number[] {
  return perm.map((_, axis) => perm.indexOf(axis));
}

function swapLast(g: Parameters<GradientRule>[0], { ...x }: Value): Value {
  const rank = x.shape.length;
  invariant(rank >= 2, `a matrix, not [${x.shape}]`);
  const axes = x.shape.map((_, i) => i);
  return transpose(g, x, [...axes.slice(0, -2), rank - 1, rank - 2]);
}
