import { describe, expect, it } from 'vitest';
import { LOSS_WEIGHTS } from '../../../src/shared/training/loss-settings.ts';
import { gradients } from '../../../src/workers/autodiff/backward.ts';
import { batchNorm, batchNormRelu } from '../../../src/workers/autodiff/composites/batch-norm.ts';
import { convStride2 } from '../../../src/workers/autodiff/composites/conv-stride2.ts';
import { conv1x1 } from '../../../src/workers/autodiff/composites/conv1x1.ts';
import { conv3x3 } from '../../../src/workers/autodiff/composites/conv3x3.ts';
import { logSumExp } from '../../../src/workers/autodiff/composites/log-sum-exp.ts';
import { maxPool } from '../../../src/workers/autodiff/composites/max-pool.ts';
import { maxPool3x3 } from '../../../src/workers/autodiff/composites/max-pool3x3.ts';
import { upConv } from '../../../src/workers/autodiff/composites/up-conv.ts';
import { gradientRules } from '../../../src/workers/autodiff/gradient-rules.ts';
import { Graph } from '../../../src/workers/graph/graph.ts';
import { encodeModel } from '../../../src/workers/graph/onnx-encode.ts';
import * as ops from '../../../src/workers/graph/ops.ts';
import { graphOperators } from '../../../src/workers/nn/losses/graph-operators.ts';
import { pixelsOf } from '../../../src/workers/nn/losses/pixels.ts';
import { LOSS_PARTS, REFERENCE_LOSS, segmentationLoss } from '../../../src/workers/nn/losses/segmentation-loss.ts';
import { createSession } from '../../../src/workers/runtime/session.ts';
import { type Build, expectGradient, type GradientCheck } from './finite-differences.ts';

/** One line an operation: its inputs' shapes and how it is built. The names are those of the rule table. */
const cases: [keyof typeof gradientRules, number[][], Build, GradientCheck?][] = [
  ['Add', [[2, 3], [3]], ops.add],
  [
    'Sub',
    [
      [2, 3],
      [2, 1],
    ],
    ops.sub,
  ],
  [
    'Mul',
    [
      [2, 3],
      [1, 3],
    ],
    ops.mul,
  ],
  ['Div', [[2, 3], [3]], ops.div, { low: 0.5, high: 2 }],
  ['Neg', [[4]], ops.neg],
  ['Exp', [[5]], ops.exp],
  ['Relu', [[5]], ops.relu],
  ['Sigmoid', [[5]], ops.sigmoid],
  ['Softplus', [[5]], ops.softplus],
  ['Identity', [[3]], (g, x) => g.emit('Identity', [x], [x])[0]],
  ['Reshape', [[2, 3]], (g, x) => ops.reshape(g, x, [3, 2])],
  ['Transpose', [[2, 3, 4]], (g, x) => ops.transpose(g, x, [2, 0, 1])],
  [
    'Concat',
    [
      [2, 3],
      [2, 1],
    ],
    (g, a, b) => ops.concat(g, [a, b], 1),
  ],
  [
    'MatMul',
    [
      [2, 3],
      [4, 3, 2],
    ],
    ops.matMul,
  ],
  ['ReduceSum', [[2, 3, 4]], (g, x) => ops.reduceSum(g, x, [0, 2])],
  ['ReduceMean', [[2, 3, 4]], (g, x) => ops.reduceMean(g, x, [1])],
  ['conv1x1', [[2, 3, 2, 4], [2, 3, 1, 1], [2]], conv1x1],
  [
    'conv3x3',
    [
      [2, 3, 4, 6],
      [2, 3, 3, 3],
    ],
    (g, x, w) => conv3x3(g, [x], w),
  ],
  [
    'conv3x3',
    [
      [2, 3, 1, 1],
      [2, 3, 3, 3],
    ],
    (g, x, w) => conv3x3(g, [x], w),
  ],
  [
    'conv3x3',
    [
      [2, 1, 4, 4],
      [2, 2, 4, 4],
      [2, 3, 3, 3],
    ],
    (g, a, b, w) => conv3x3(g, [a, b], w),
  ],
  [
    'batchNormRelu',
    [[2, 2, 3, 3], [2], [2]],
    (g, x, gamma, beta) => batchNormRelu(g, x, gamma, beta).y,
    { low: -8, high: 8 },
  ],
  ['batchNorm', [[2, 2, 3, 3], [2], [2]], (g, x, gamma, beta) => batchNorm(g, x, gamma, beta).y, { low: -8, high: 8 }],
  ...[7, 3, 1].map((k): (typeof cases)[number] => [
    'convStride2',
    [
      [2, 2, 6, 5],
      [3, 2, k, k],
    ],
    convStride2,
  ]),
  ['logSumExp', [[2, 3, 3, 5]], logSumExp, { low: -3, high: 3 }],
  ['maxPool', [[1, 2, 4, 4]], maxPool],
  ['maxPool3x3', [[1, 2, 5, 6]], maxPool3x3],
  ['upConv', [[2, 3, 2, 3], [3, 2, 2, 2], [2]], upConv],
];

describe.each(['cpu', 'webgpu'] as const)('the gradient in its form for %s', target => {
  it.each(cases)('of %s agrees with finite differences', async (_name, shapes, build, check) => {
    await expectGradient(shapes, build, { ...check, target });
  });
});

describe('the gradient', () => {
  it('has a test line for every rule', () => {
    expect(Object.keys(gradientRules).filter(name => !cases.some(([tested]) => tested === name))).toEqual([]);
  });

  const parts = LOSS_WEIGHTS.flatMap(part => (['cpu', 'webgpu'] as const).map(target => [part, target] as const));
  it.each(parts)('of the part %s of the loss agrees with finite differences (%s)', async (part, target) => {
    for (const [images, channels, focalGamma] of [
      [2, 1, 2],
      [2, 1, 0.5],
      [1, 4, 2],
      [3, 2, 2],
    ]) {
      const truth = Float32Array.from({ length: images * 15 }, (_, i) => (i * 7) % Math.max(2, channels));
      const build: Build = (g, z) => {
        const [o, y] = [graphOperators(g), g.initializer('y', truth, [images, 1, 3, 5])];
        return LOSS_PARTS[part](o, pixelsOf(o, z, y), { ...REFERENCE_LOSS, focalGamma });
      };
      await expectGradient([[images, channels, 3, 5]], build, { target, low: -3, high: 3 });
    }
  });

  it('of one class is that of a binary loss on the difference of the two logits', async () => {
    const g = new Graph();
    const [z, y] = [g.input('z', [2, 2, 3, 5]), g.input('y', [2, 1, 3, 5])];
    const crack = ops.sub(g, ops.slice(g, z, 1, 1, 2), ops.slice(g, z, 1, 0, 1));
    const settings = { ...REFERENCE_LOSS, lossFocal: 0.5, lossTversky: 2 };
    g.output('classes', segmentationLoss(graphOperators(g), z, y, settings));
    g.output('binary', segmentationLoss(graphOperators(g), crack, y, settings));
    const session = await createSession(encodeModel(g), { device: 'cpu' });
    const logits = Float32Array.from({ length: 60 }, (_, i) => 4 * Math.sin(i));
    const labels = Float32Array.from({ length: 30 }, (_, i) => i % 2);
    const out = await session.run({
      z: { dims: [2, 2, 3, 5], data: logits },
      y: { dims: [2, 1, 3, 5], data: labels },
    });
    await session.release();
    expect(out.classes.data[0]).toBeCloseTo(out.binary.data[0], 5);
  });

  it('accumulates where a value is used twice', async () => {
    await expectGradient([[3]], (g, x) => ops.add(g, ops.mul(g, x, x), x));
  });

  it('sums over what was broadcast', async () => {
    await expectGradient([[], [2, 1], [4, 2, 3]], (g, a, b, c) => ops.mul(g, ops.mul(g, a, b), c));
  });

  it('names the operation that has no rule', () => {
    const g = new Graph();
    const x = g.input('x', [1]);
    expect(() => gradients(g, ops.reshape(g, ops.sqrt(g, x), []), [x])).toThrow('gradient of Sqrt');
  });

  it('names the value that the loss does not depend on', () => {
    const g = new Graph();
    const [x, unused] = [g.input('x', []), g.input('unused', [])];
    expect(() => gradients(g, ops.neg(g, x), [unused])).toThrow('unused');
  });

  it.each(['cpu', 'webgpu'] as const)(
    'of overlapping windows is summed, and of a tie goes to the first (%s)',
    async target => {
      const g = new Graph(target);
      const x = g.input('x', [1, 1, 3, 5]);
      const loss = ops.reshape(g, ops.reduceSum(g, maxPool3x3(g, x), [0, 1, 2, 3]), []);
      g.output('dx', gradients(g, loss, [x])[0]);
      const session = await createSession(encodeModel(g), { device: 'cpu' });
      const data = Float32Array.of(-1, -1, -1, -1, -1, -1, -1, 7, 7, -1, -1, -1, -1, -1, -1);
      const { dx } = await session.run({ x: { dims: [1, 1, 3, 5], data } });
      await session.release();
      expect([...dx.data]).toEqual([1, 0, 0, 0, 0, 1, 0, 2, 2, 0, 0, 0, 0, 0, 0]);
    },
  );

  it.each(['cpu', 'webgpu'] as const)('of a tie in a max-pool goes to the first, as in PyTorch (%s)', async target => {
    const g = new Graph(target);
    const x = g.input('x', [1, 1, 2, 4]);
    const loss = ops.reshape(g, ops.reduceSum(g, maxPool(g, x), [0, 1, 2, 3]), []);
    g.output('dx', gradients(g, loss, [x])[0]);
    const session = await createSession(encodeModel(g), { device: 'cpu' });
    const { dx } = await session.run({ x: { dims: [1, 1, 2, 4], data: Float32Array.of(7, 7, 0, 3, 7, 7, 3, 3) } });
    await session.release();
    expect([...dx.data]).toEqual([1, 0, 0, 1, 0, 0, 0, 0]);
  });
});
