import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTrainingFolder } from '../../helpers/training-folder.ts';
import { again, epochsOf, inPytorch, program, type Task, TOGETHER, taskOn, torch } from './studio-train.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-'));
const data = join(dir, 'dl_train');
/** How often one of two processes is killed. */
const KILLS = Number(process.env.STUDIO_KILLS ?? 1);

beforeAll(() => makeTrainingFolder(data, { count: 24, size: 48 }));
afterAll(() => rmSync(dir, { recursive: true }));

describe.skipIf(!torch)('two processes that train together', () => {
  it('have the gradients of one with the whole batch, also where their parts of it differ in size', async () => {
    // The last of 18 draws, 3 + 2 of them in parts of 2 and 1.
    const task = await taskOn(data, { batch: 3, accumulate: 5, lossTversky: 1 });
    const [one, two] = await Promise.all([gradients(task, []), gradients(again(task), TOGETHER)]);
    const { stdout } = await execa(torch!, ['-c', COMPARE, one, two]);
    expect(Number(stdout)).toBeLessThan(1e-5);
  });

  it('learn and validate as one does, each val image counted once', async () => {
    const task = await taskOn(data, { epochs: 3, batch: 5, input: 'tile' });
    const pair = again(task);
    const results = await Promise.all([inPytorch(task), inPytorch(pair, TOGETHER)]);
    for (const { exitCode, stderr } of results) expect(exitCode, stderr).toBe(0);
    expectAlike(epochsOf(pair), epochsOf(task));
  });

  it('begin again where they were when one of them is killed, and end as if nothing had happened', async () => {
    const task = await taskOn(data, { epochs: 4, batch: 4, base: 2 });
    const undisturbed = again(task);
    const { exitCode, stderr } = await inPytorch(undisturbed, TOGETHER);
    expect(exitCode, stderr).toBe(0);
    for (let kill = 1; kill <= KILLS; kill++) {
      const disturbed = again(task);
      await killedOnce(disturbed, 1 + Math.floor(Math.random() * 15));
      expect(epochsOf(disturbed)).toEqual(epochsOf(undisturbed));
      const models = [disturbed, undisturbed].map(({ run }) => readFileSync(join(run, 'state.safetensors')));
      expect(tensorsOf(models[0]).equals(tensorsOf(models[1]))).toBe(true);
    }
  });
});

const COMPARE = `
import sys, numpy as np
a, b = np.load(sys.argv[1]), np.load(sys.argv[2])
whole = sum((a[k].astype(float) ** 2).sum() for k in a) ** 0.5
print(max(np.abs(a[k] - b[k]).max() for k in a) / whole)`;

async function gradients({ set, run }: Task, together: readonly string[]): Promise<string> {
  const out = join(run, 'gradients.npz');
  const script = join(import.meta.dirname, 'first-gradients.py');
  await execa(torch!, [script, program, set, run, out, ...together], { env: { OMP_NUM_THREADS: '1' } });
  return out;
}

/** Trains, and kills one of the two processes after a number of steps. */
async function killedOnce(task: Task, steps: number): Promise<void> {
  const training = inPytorch(task, TOGETHER);
  let [seen, killed] = [0, false];
  for await (const line of training.iterable()) {
    if (!line.includes('"step"') || ++seen < steps || killed) continue;
    const { stdout } = await execa('pgrep', ['-P', String(training.pid)]);
    process.kill(Number(stdout.split('\n')[seen % 2]), 'SIGKILL');
    killed = true;
  }
  const { exitCode, stderr } = await training;
  expect(exitCode, stderr).toBe(0);
  expect(stderr).toContain('failed (exitcode:');
}

/** A snapshot's weights and moments, without the times in its head. */
function tensorsOf(snapshot: Buffer): Buffer {
  return snapshot.subarray(8 + Number(snapshot.readBigUInt64LE(0)));
}

function expectAlike(actual: ReturnType<typeof epochsOf>, expected: ReturnType<typeof epochsOf>): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, epoch] of actual.entries()) {
    for (const key of ['tr_loss', 'va_loss'] as const) expect(epoch[key]).toBeCloseTo(expected[i][key], 4);
    for (const key of ['va_dice', 'va_iou'] as const) expect(epoch[key]).toBe(expected[i][key]);
  }
}
