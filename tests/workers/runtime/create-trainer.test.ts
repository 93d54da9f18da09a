import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { planMicroBatch, trainingBytes } from '../../../src/workers/nn/memory.ts';
import type { TrainerOptions } from '../../../src/workers/nn/trainer.ts';
import { createTrainer } from '../../../src/workers/runtime/create-trainer.ts';
import { buildProgram } from '../../helpers/program.ts';
import { goldenBatch, goldenState } from '../nn/golden.ts';

const base = 2;
const size = 32;

function trainerOf(overrides: Partial<TrainerOptions> = {}) {
  const state = goldenState({ base });
  return createTrainer({
    device: 'cpu',
    base,
    height: size,
    width: size,
    batch: 4,
    lr: 1e-3,
    threads: 1,
    state,
    ...overrides,
  });
}

describe('a trainer', () => {
  it('takes batches of any size up to its own', async () => {
    const trainer = await trainerOf();
    for (const count of [4, 1, 3]) {
      const { x, y } = goldenBatch(0, count, size);
      expect(await trainer.step(x, y, count)).toBeGreaterThan(0);
      const { logits } = await trainer.validate(x, y, count);
      expect(logits).toHaveLength(count * size * size);
    }
    expect((await trainer.readState()).step).toBe(3);
    await trainer.release();
  });

  it('goes on from a state it was given as if it had never stopped', async () => {
    const { x, y } = goldenBatch(0, 4, size);
    const first = await trainerOf();
    await first.step(x, y, 4);
    const saved = await first.readState();
    const expected = await first.step(x, y, 4);
    const second = await trainerOf({ state: saved });
    expect(await second.step(x, y, 4)).toBe(expected);
    await first.writeState(saved);
    expect(await first.step(x, y, 4)).toBe(expected);
    await first.release();
    await second.release();
  });

  it.each([2, 4])(
    'predicts with the average of its weights, in parts of %i images, and goes on with it',
    async microBatch => {
      const { x, y } = goldenBatch(0, 4, size);
      const averaging = { ema: 0.25, lr: 1e-2, microBatch };
      const trainer = await trainerOf(averaging);
      let expected = goldenState({ base }).params;
      for (const decay of [2 / 11, 3 / 12, 0.25]) {
        await trainer.step(x, y, 4);
        const { params, average } = await trainer.readState();
        expected = expected.map((value, i) => value + (params[i] - value) * (1 - Math.min(0.25, decay)));
        expect(Math.max(...expected.map((value, i) => Math.abs(value - average!.params[i])))).toBeLessThan(1e-6);
      }
      const saved = await trainer.readState();
      const { loss } = await trainer.validate(x, y, 4);
      const plain = await trainerOf({ state: { ...saved, ...saved.average } });
      expect((await plain.validate(x, y, 4)).loss).toBeCloseTo(loss, 5);
      const second = await trainerOf({ ...averaging, state: saved });
      expect(await second.step(x, y, 4)).toBe(await trainer.step(x, y, 4));
      expect(await second.readState()).toEqual(await trainer.readState());
      for (const each of [trainer, plain, second]) await each.release();
    },
  );

  it('averages the gradients of micro-batches: two equal halves teach what one half alone teaches', async () => {
    const { x, y } = goldenBatch(0, 2, size);
    const twice = (data: Float32Array) => Float32Array.from([...data, ...data]);
    const whole = await trainerOf({ batch: 2 });
    const split = await trainerOf({ batch: 4, microBatch: 2 });
    expect(split.plan.microBatch).toBe(2);
    for (let step = 0; step < 2; step++) {
      const expected = await whole.step(x, y, 2);
      expect(await split.step(twice(x), twice(y), 4)).toBeCloseTo(expected, 5);
    }
    const [a, b] = [await whole.readState(), await split.readState()];
    expect(Math.max(...a.m.map((m, i) => Math.abs(m - b.m[i])))).toBeLessThan(1e-6);
    await whole.release();
    await split.release();
  });
});

describe('planning memory', () => {
  it('splits a batch into the fewest equal parts that fit', () => {
    const net = { base: 32, height: 512, width: 512 };
    expect(planMicroBatch(net, 16, trainingBytes(net, 16)).microBatch).toBe(16);
    expect(planMicroBatch(net, 16, trainingBytes(net, 15)).microBatch).toBe(8);
    expect(planMicroBatch(net, 5, trainingBytes(net, 4)).microBatch).toBe(3);
    expect(planMicroBatch(net, 16, 0).microBatch).toBe(1);
  });
});

const SOFTWARE_VULKAN = '/usr/lib/chromium/vk_swiftshader_icd.json';

describe('training on WebGPU', () => {
  const reason = existsSync(SOFTWARE_VULKAN) ? '' : ` (skipped: no software Vulkan at ${SOFTWARE_VULKAN})`;
  it.skipIf(reason)(`gives the losses of the CPU, with the state kept on the device${reason}`, async () => {
    const program = await buildProgram(join(import.meta.dirname, 'train-on.ts'));
    const env = { ...process.env, VK_ICD_FILENAMES: SOFTWARE_VULKAN, VK_DRIVER_FILES: SOFTWARE_VULKAN };
    const losses = async (device: string) => {
      const { stdout } = await promisify(execFile)(process.execPath, [program, device], { env });
      return JSON.parse(stdout) as { losses: number[]; validation: number; step: number; params: number };
    };
    const [cpu, webgpu] = [await losses('cpu'), await losses('webgpu')];
    expect(webgpu.step).toBe(2);
    [...cpu.losses, cpu.validation, cpu.params].forEach((expected, i) => {
      const actual = [...webgpu.losses, webgpu.validation, webgpu.params][i];
      expect(Math.abs(actual - expected) / Math.abs(expected)).toBeLessThan(1e-3);
    });
  });

  it.skipIf(reason)(`passes gradients through the layers that halve the sides as the CPU does${reason}`, async () => {
    const program = await buildProgram(join(import.meta.dirname, 'halving-on.ts'));
    const env = { ...process.env, VK_ICD_FILENAMES: SOFTWARE_VULKAN, VK_DRIVER_FILES: SOFTWARE_VULKAN };
    const gradients = async (device: string): Promise<number[][]> =>
      JSON.parse((await promisify(execFile)(process.execPath, [program, device], { env })).stdout);
    const [cpu, webgpu] = [await gradients('cpu'), await gradients('webgpu')];
    cpu.forEach((expected, i) => {
      const largest = Math.max(...expected.map(Math.abs));
      expect(Math.max(...expected.map((value, k) => Math.abs(value - webgpu[i][k]))) / largest).toBeLessThan(1e-5);
    });
  });
});
