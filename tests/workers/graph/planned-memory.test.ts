import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { executionOrder } from '../../../src/workers/graph/execution-order.ts';
import { Graph, type Value } from '../../../src/workers/graph/graph.ts';
import { encodeModel } from '../../../src/workers/graph/onnx-encode.ts';
import * as ops from '../../../src/workers/graph/ops.ts';
import { plannedPeak } from '../../../src/workers/graph/planned-memory.ts';
import { trainStepGraph } from '../../../src/workers/nn/train-step.ts';
import { createSession } from '../../../src/workers/runtime/session.ts';
import { goldenBatch, goldenState } from '../nn/golden.ts';

/** The names of the nodes that ONNX Runtime ran, in order, by its own profile of one step. */
async function ranOn(g: Graph, base: number, batch: number, size: number): Promise<string[]> {
  const dir = await mkdtemp(join(tmpdir(), 'profile-'));
  const session = await createSession(encodeModel(g), { device: 'cpu', threads: 1, profilePrefix: join(dir, 'step') });
  const { step: _, average: __, ...state } = goldenState({ base });
  const { x, y } = goldenBatch(0, batch, size);
  const flat = (data: Float32Array) => ({ dims: [data.length], data });
  const vectors = Object.fromEntries(Object.entries(state).map(([name, data]) => [name, flat(data)]));
  const image = (data: Float32Array) => ({ dims: [batch, 1, size, size], data });
  const one = flat(Float32Array.of(1));
  await session.run({ ...vectors, x: image(x), y: image(y), stepSize: one, correction: one });
  await session.release();
  const [file] = await readdir(dir);
  const events: { cat: string; name: string }[] = JSON.parse(await readFile(join(dir, file), 'utf8'));
  await rm(dir, { recursive: true });
  const kernels = events.filter(({ cat, name }) => cat === 'Node' && name.endsWith('_kernel_time'));
  return kernels.map(({ name }) => name.replace('_kernel_time', ''));
}

describe('the order of execution', () => {
  it('is foreseen for a training step', async () => {
    const [base, batch, size] = [2, 2, 32];
    const g = trainStepGraph({ target: 'cpu', base, batch, height: size, width: size });
    const ran = await ranOn(g, base, batch, size);
    const foreseen = executionOrder(g.neededNodes()).map(({ name }) => name);
    // Some nodes are fused into others; those that stay keep their names. A Reshape does nothing, whenever it comes.
    const stays = (name: string) => ran.includes(name) && foreseen.includes(name) && !name.startsWith('Reshape');
    expect(foreseen.filter(stays)).toEqual(ran.filter(stays));
    expect(foreseen.filter(stays).length).toBeGreaterThan(0.5 * foreseen.length);
  });

  it('leaves for later what is not asked for yet', () => {
    const g = new Graph();
    const x = g.input('x', [1]);
    const [a, b] = [ops.neg(g, x), ops.exp(g, x)];
    g.output('y', ops.add(g, ops.sqrt(g, b), a));
    expect(executionOrder(g.neededNodes()).map(({ op }) => op)).toEqual(['Exp', 'Sqrt', 'Neg', 'Add', 'Identity']);
  });
});

describe('the planned peak of memory', () => {
  const peakOf = (build: (g: Graph, x: Value) => Value) => {
    const g = new Graph();
    g.output('y', build(g, g.input('x', [100])));
    return plannedPeak(g, g.neededNodes());
  };

  it('counts what is alive at once, in bytes, and names it', () => {
    const { bytes, node, alive } = peakOf((g, x) => ops.concat(g, [ops.neg(g, x), ops.exp(g, x)], 0));
    expect(bytes).toBe(4 * (100 + 100 + 200));
    expect(node.op).toBe('Concat');
    expect(alive.map(({ value }) => value.name)).toEqual(['Neg_0', 'Exp_1', 'Concat_2']);
  });

  it('lets a result be written over an input that nobody reads any more, and takes no memory for views', () => {
    expect(peakOf((g, x) => ops.sqrt(g, ops.reshape(g, ops.exp(g, ops.neg(g, x)), [10, 10]))).bytes).toBe(400);
  });

  it('holds a block until the last tensor of its shape has had it', () => {
    const longer = (g: Graph, x: Value, times: number) =>
      ops.slice(g, ops.concat(g, Array(times).fill(x), 0), 0, 0, 100);
    expect(peakOf((g, x) => longer(g, longer(g, x, 2), 3)).bytes).toBe(400 + 1200);
    expect(peakOf((g, x) => longer(g, longer(g, longer(g, x, 2), 3), 2)).bytes).toBe(800 + 400 + 1200);
  });

  it('is that of 23 tensors of the first level for a training step', () => {
    const g = trainStepGraph({ target: 'cpu', base: 32, batch: 4, height: 256, width: 256 });
    const largest = 4 * 4 * 32 * 256 * 256;
    expect(plannedPeak(g, executionOrder(g.neededNodes())).bytes).toBeLessThan(23 * largest);
  });
});
