import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { ModelExport } from '../../../src/shared/model-formats.ts';
import { exportModel } from '../../../src/workers/export/export-model.ts';
import type { NetworkSpec } from '../../../src/workers/nn/architecture.ts';
import { createSession } from '../../../src/workers/runtime/session.ts';
import { writeCheckpoint } from '../../../src/workers/training/checkpoint.ts';
import { goldenState } from '../nn/golden.ts';

/** Side of the pictures that the runtimes are compared on, px. */
export const SIDE = 32;

/** A run's folder with the checkpoint of a network whose batch norms have something to say. */
export async function writeTinyRun(dir: string, network: NetworkSpec = { base: 2 }): Promise<string> {
  const state = goldenState(network);
  // Variances below 1 amplify: without, 18 convolutions of small weights would leave every pixel the same.
  const running = state.running.map((value, i) => (value === 1 ? 0.12 : 0) + 0.01 * (i % 5));
  const params = state.params.map((value, i) => value + 0.05 * Math.sin(i));
  const run = join(dir, 'dl_models', '20260102_030405');
  mkdirSync(run, { recursive: true });
  const checkpoint = { ...network, size: SIDE, epoch: 7, valDice: 0.625, dataHash: 'abc123' };
  await writeCheckpoint(run, { ...checkpoint, state: { ...state, params, running, step: 77 } });
  return run;
}

/** Exports a model beside itself; gives the path of the file, or of the folder for TensorFlow.js. */
export async function exported(model: string, task: Pick<ModelExport, 'to'> & Partial<ModelExport>): Promise<string> {
  const folder = mkdtempSync(join(dirname(model), 'out-'));
  const out = task.to === 'tfjs' ? folder : join(folder, `model.${task.to}`);
  await exportModel({ model, half: false, fold: false, ...task, out });
  return out;
}

/** What ONNX Runtime says of a picture [SIDE, SIDE]. */
export async function probabilitiesOf(model: string, picture: Float32Array): Promise<Float32Array> {
  const session = await createSession(readFileSync(model), { device: 'cpu' });
  const { probability } = await session.run({ image: { dims: [1, 1, SIDE, SIDE], data: picture } });
  await session.release();
  return probability.data;
}

/** Each of the two says something of its own, and both the same. */
export function expectAlike(actual: ArrayLike<number>, expected: Float32Array, tolerance: number): void {
  expect(Math.max(...expected) - Math.min(...expected)).toBeGreaterThan(0.05);
  expect(actual.length).toBe(expected.length);
  expect(expected.reduce((largest, p, i) => Math.max(largest, Math.abs(p - actual[i])), 0)).toBeLessThan(tolerance);
}
