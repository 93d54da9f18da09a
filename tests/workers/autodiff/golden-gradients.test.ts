import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LossWeight } from '../../../src/shared/training/loss-settings.ts';
import { gradients } from '../../../src/workers/autodiff/backward.ts';
import { batchNorm, batchNormRelu } from '../../../src/workers/autodiff/composites/batch-norm.ts';
import { convStride2 } from '../../../src/workers/autodiff/composites/conv-stride2.ts';
import { conv1x1 } from '../../../src/workers/autodiff/composites/conv1x1.ts';
import { conv3x3 } from '../../../src/workers/autodiff/composites/conv3x3.ts';
import { logSoftmax, logSumExp, softmax } from '../../../src/workers/autodiff/composites/log-sum-exp.ts';
import { maxPool } from '../../../src/workers/autodiff/composites/max-pool.ts';
import { maxPool3x3 } from '../../../src/workers/autodiff/composites/max-pool3x3.ts';
import { upConv } from '../../../src/workers/autodiff/composites/up-conv.ts';
import { gradientRules } from '../../../src/workers/autodiff/gradient-rules.ts';
import { Graph, sizeOf, type Value } from '../../../src/workers/graph/graph.ts';
import { encodeModel } from '../../../src/workers/graph/onnx-encode.ts';
import * as ops from '../../../src/workers/graph/ops.ts';
import { graphOperators } from '../../../src/workers/nn/losses/graph-operators.ts';
import { pixelsOf } from '../../../src/workers/nn/losses/pixels.ts';
import { LOSS_PARTS, REFERENCE_LOSS } from '../../../src/workers/nn/losses/segmentation-loss.ts';
import { createSession, type Tensor } from '../../../src/workers/runtime/session.ts';
import { noise } from '../nn/golden.ts';
import type { Build } from './finite-differences.ts';

/** Made by tests/golden/make-gradient-golden.py, where PyTorch holds them against finite differences in float64. */
const golden: Record<string, { loss: number; gradients: number[][] }> = JSON.parse(
  readFileSync(new URL('../../golden/gradients.json', import.meta.url), 'utf8'),
);

interface Range {
  low?: number;
  high?: number;
  /** So many different values: ties. */
  steps?: number;
}

/** Odd sides, batches of one, broadcasting in every direction, ties; the names are those of the golden file. */
const cases: Record<string, [number[][], Build, Range?]> = {
  Add: [
    [
      [3, 1, 5],
      [2, 1],
    ],
    ops.add,
  ],
  Sub: [[[5], [3, 1]], ops.sub],
  Mul: [[[1, 3], [7, 2, 1], []], (g, a, b, c) => ops.mul(g, ops.mul(g, a, b), c)],
  Div: [[[2, 3], [3]], ops.div, { low: 0.5, high: 2 }],
  Neg: [[[5]], ops.neg],
  Relu: [[[3, 5]], ops.relu],
  'Relu at zero, ties': [[[3, 5]], ops.relu, { steps: 2 }],
  Sigmoid: [[[7]], ops.sigmoid, { low: -6, high: 6 }],
  Exp: [[[7]], ops.exp, { low: -3, high: 3 }],
  Softplus: [[[7]], ops.softplus, { low: -6, high: 6 }],
  Identity: [[[3]], (g, x) => g.emit('Identity', [x], [x])[0]],
  Reshape: [[[3, 5]], (g, x) => ops.reshape(g, x, [5, 3])],
  Transpose: [[[2, 3, 5]], (g, x) => ops.transpose(g, x, [2, 0, 1])],
  Concat: [
    [
      [1, 3],
      [1, 2],
    ],
    (g, a, b) => ops.concat(g, [a, b], 1),
  ],
  MatMul: [
    [
      [1, 3],
      [5, 3, 2],
    ],
    ops.matMul,
  ],
  ReduceSum: [[[2, 3, 5]], (g, x) => ops.reduceSum(g, x, [0, 2])],
  ReduceMean: [[[1, 3, 5]], (g, x) => ops.reduceMean(g, x, [1])],
  conv1x1: [[[1, 3, 5, 7], [2, 3, 1, 1], [2]], conv1x1],
  conv3x3: [
    [
      [1, 3, 5, 7],
      [2, 3, 3, 3],
    ],
    (g, x, w) => conv3x3(g, [x], w),
  ],
  'conv3x3 of two': [
    [
      [2, 1, 3, 5],
      [2, 2, 3, 5],
      [2, 3, 3, 3],
    ],
    (g, a, b, w) => conv3x3(g, [a, b], w),
  ],
  batchNormRelu: [[[1, 2, 3, 5], [2], [2]], normed, { low: -8, high: 8 }],
  'batchNormRelu of a batch': [[[3, 2, 3, 3], [2], [2]], normed, { low: -8, high: 8 }],
  batchNorm: [[[1, 2, 3, 5], [2], [2]], unrectified, { low: -8, high: 8 }],
  ...Object.fromEntries(
    [7, 3, 1].map(k => [
      `convStride2${k === 3 ? '' : ` of ${k}x${k}`}`,
      [
        [
          [k === 3 ? 1 : 2, 3, 6, 9],
          [2, 3, k, k],
        ],
        convStride2,
      ],
    ]),
  ),
  'convStride2 of odd sides': [
    [
      [1, 2, 5, 7],
      [3, 2, 3, 3],
    ],
    convStride2,
  ],
  logSumExp: [[[1, 3, 5, 7]], logSumExp, { low: -6, high: 6 }],
  'logSumExp of a batch': [[[2, 2, 3, 5]], logSumExp, { low: -80, high: 80 }],
  logSoftmax: [[[1, 4, 3, 5]], logSoftmax, { low: -6, high: 6 }],
  softmax: [[[3, 3, 5, 3]], softmax, { low: -6, high: 6 }],
  maxPool: [[[1, 2, 6, 10]], maxPool],
  maxPool3x3: [[[1, 2, 5, 8]], maxPool3x3],
  'maxPool3x3 with ties': [[[2, 1, 6, 9]], maxPool3x3, { steps: 3 }],
  'maxPool with ties': [[[2, 1, 6, 10]], maxPool, { steps: 3 }],
  upConv: [[[1, 3, 5, 3], [3, 2, 2, 2], [2]], upConv],
  binaryCrossEntropy: [[[1, 1, 3, 5]], part('lossBce', truth), { low: -4, high: 4 }],
  softDice: [[[3, 1, 3, 5]], score('lossDice', truth), { low: -4, high: 4 }],
  classCrossEntropy: [[[1, 3, 3, 5]], part('lossBce', indices), { low: -4, high: 4 }],
  classDice: [[[3, 4, 3, 5]], score('lossDice', indices), { low: -4, high: 4 }],
  'classDice of one class': [[[1, 2, 5, 7]], score('lossDice', indices), { low: -4, high: 4 }],
  classFocalLoss: [[[2, 3, 3, 5]], part('lossFocal', indices), { low: -4, high: 4 }],
  classTverskyIndex: [[[1, 3, 5, 7]], score('lossTversky', indices), { low: -4, high: 4 }],
};

function normed(g: Graph, x: Value, gamma: Value, beta: Value): Value {
  return batchNormRelu(g, x, gamma, beta).y;
}

function unrectified(g: Graph, x: Value, gamma: Value, beta: Value): Value {
  return batchNorm(g, x, gamma, beta).y;
}

function part(weight: LossWeight, labels: (g: Graph, z: Value) => Value): Build {
  return (g, z) => {
    const o = graphOperators(g);
    return LOSS_PARTS[weight](o, pixelsOf(o, z, labels(g, z)), REFERENCE_LOSS);
  };
}

/** What the part lacks to 1. */
function score(weight: LossWeight, labels: (g: Graph, z: Value) => Value): Build {
  return (g, z) => ops.sub(g, g.scalar(1), part(weight, labels)(g, z));
}

function truth(g: Graph, { shape }: Value): Value {
  return g.input('y', shape);
}

/** Of each pixel's class, which the Python script draws alike. */
function indices(g: Graph, { shape: [n, c, height, width] }: Value): Value {
  const data = noise(50, n * height * width).map(v => Math.floor(v * c));
  return g.initializer('indices', data, [n, 1, height, width]);
}

function draw(number: number, dims: readonly number[], { low = -1, high = 1, steps }: Range = {}): Tensor {
  const data = noise(number, sizeOf(dims)).map(v => (steps ? Math.floor(v * steps) / steps : v) * (high - low) + low);
  return { dims, data };
}

async function gradientsOf(target: 'cpu' | 'webgpu', [shapes, build, range]: (typeof cases)[string]) {
  const g = new Graph(target);
  const inputs = shapes.map((shape, i) => g.input(`x${i}`, shape));
  const output = build(g, ...inputs);
  const product = ops.mul(g, output, g.input('weights', output.shape));
  const axes = output.shape.map((_, i) => i);
  const loss = ops.reshape(g, axes.length ? ops.reduceSum(g, product, axes) : product, []);
  gradients(g, loss, inputs).forEach((gradient, i) => {
    g.output(`gradient${i}`, gradient);
  });
  g.output('loss', loss);
  const session = await createSession(encodeModel(g), { device: 'cpu', threads: 1 });
  const feeds = shapes.map((shape, i) => [`x${i}`, draw(i, shape, range)]);
  const y = draw(50, shapes[0]);
  const labels = g.inputs.some(({ value }) => value.name === 'y')
    ? { y: { ...y, data: y.data.map(v => (v > 0 ? 1 : 0)) } }
    : {};
  const out = await session.run({ ...Object.fromEntries(feeds), ...labels, weights: draw(99, output.shape) });
  await session.release();
  return { loss: out.loss.data[0], gradients: shapes.map((_, i) => out[`gradient${i}`].data) };
}

describe.each(['cpu', 'webgpu'] as const)('beside PyTorch in float64, in its form for %s,', target => {
  it.each(Object.keys(cases))('%s has the same value and the same gradients', async name => {
    const actual = await gradientsOf(target, cases[name]);
    const expected = golden[name];
    expect(Math.abs(actual.loss - expected.loss)).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected.loss)));
    for (const [i, gradient] of expected.gradients.entries()) {
      const slack = 2e-5 * Math.max(0.1, ...gradient.map(Math.abs));
      expect(actual.gradients[i]).toHaveLength(gradient.length);
      gradient.forEach((value, k) => {
        expect(Math.abs(actual.gradients[i][k] - value), `d x${i}[${k}]`).toBeLessThan(slack);
      });
    }
  });
});

it('every rule is held against PyTorch', () => {
  expect(Object.keys(gradientRules).filter(name => !(name in cases))).toEqual([]);
  expect(Object.keys(golden).sort()).toEqual(Object.keys(cases).sort());
});
