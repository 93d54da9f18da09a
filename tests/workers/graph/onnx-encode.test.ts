import { describe, expect, it } from 'vitest';
import { Graph } from '../../../src/workers/graph/graph.ts';
import { encodeModel } from '../../../src/workers/graph/onnx-encode.ts';
import * as ops from '../../../src/workers/graph/ops.ts';
import { printGraph } from '../../../src/workers/graph/print.ts';
import { createSession } from '../../../src/workers/runtime/session.ts';

/** Runs a graph of one output on the CPU; ONNX Runtime refuses a model whose shapes or types it infers otherwise. */
async function run(g: Graph, feeds: Record<string, number[]>) {
  const session = await createSession(encodeModel(g), { device: 'cpu' });
  const dims = Object.fromEntries(g.inputs.map(({ value }) => [value.name, value.shape]));
  const tensors = Object.entries(feeds).map(([k, v]) => [k, { dims: dims[k], data: Float32Array.from(v) }]);
  const outputs = await session.run(Object.fromEntries(tensors));
  await session.release();
  return outputs;
}

describe('an encoded graph', () => {
  it('loads in ONNX Runtime and computes what was built', async () => {
    const g = new Graph();
    const x = g.input('x', [2, 3]);
    const scale = g.initializer('scale', Float32Array.of(1, 10, 100), [3]);
    g.output('y', ops.reduceSum(g, ops.flip(g, ops.mul(g, x, scale), [1]), [0]));
    const { y } = await run(g, { x: [1, 2, 3, 4, 5, 6] });
    expect(y.dims).toEqual([1, 3]);
    expect([...y.data]).toEqual([900, 70, 5]);
  });

  it('carries shapes that agree with ONNX Runtime for every way of cutting and joining', async () => {
    const g = new Graph();
    const x = g.input('x', [1, 1, 2, 4]);
    const [left, right] = ops.slices(g, x, 3, [1, 3]);
    const padded = ops.pad(g, right, [0, 0, 1, 0], [0, 0, 0, 1]); // [1, 1, 3, 4]
    const rows = ops.transpose(g, ops.concat(g, [ops.slice(g, padded, 2, 0, 3, 2), x], 2), [0, 1, 3, 2]); // [1, 1, 4, 4]
    g.output('y', ops.add(g, rows, ops.expand(g, ops.reduceMean(g, left, [2]), [1, 1, 4, 4])));
    const { y } = await run(g, { x: [1, 2, 3, 4, 5, 6, 7, 8] });
    expect(y.dims).toEqual([1, 1, 4, 4]);
    expect([...y.data]).toEqual([0, 6, 1, 5, 0, 7, 2, 6, 0, 8, 3, 7, 0, 0, 4, 8].map(v => v + 3));
  });

  it('runs at any size of its named dimensions', async () => {
    const g = new Graph();
    const x = g.input('x', [1, 1, 2, 2], 'float32', ['N', 1, 'H', 'W']);
    g.output('y', ops.relu(g, x), ['N', 1, 'H', 'W']);
    const session = await createSession(encodeModel(g, { made: 'here' }), { device: 'cpu' });
    const { y } = await session.run({ x: { dims: [2, 1, 1, 3], data: Float32Array.of(-1, 0, 1, 2, -2, 3) } });
    await session.release();
    expect([...y.data]).toEqual([0, 0, 1, 2, 0, 3]);
  });

  it('prints as text, one node a line', () => {
    const g = new Graph();
    g.output('y', ops.relu(g, g.input('x', [2])));
    expect(printGraph(g)).toBe(
      'input x float32[2]\nRelu_0 float32[2] = Relu(x)\ny float32[2] = Identity(Relu_0)\noutput y float32[2]',
    );
  });
});

describe('building a graph', () => {
  it('refuses shapes that do not fit together', () => {
    const g = new Graph();
    const [a, b] = [g.input('a', [2, 3]), g.input('b', [4])];
    expect(() => ops.add(g, a, b)).toThrow('do not broadcast');
    expect(() => ops.reshape(g, a, [4])).toThrow('cannot be reshaped');
    expect(() => ops.matMul(g, a, a)).toThrow('[2,3] x [2,3]');
    expect(() => ops.slice(g, a, 1, 2, 5)).toThrow('2:5');
  });
});
