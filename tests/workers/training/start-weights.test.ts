import { renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tensorsOf } from '../../../src/workers/nn/tensors.ts';
import { stateDict } from '../../../src/workers/training/checkpoint.ts';
import { encodeSafetensors } from '../../../src/workers/training/safetensors.ts';
import { readStartWeights } from '../../../src/workers/training/start-weights.ts';
import { encodeTorchCheckpoint } from '../../../src/workers/training/torch-file.ts';
import { newRun } from './scripted-training.ts';

/** At a rate of almost nothing the weights that a training starts from are still there after an epoch. */
const STILL = { epochs: 1, lr: 1e-12 };

/** An epoch of another seed's training, kept under another name. */
async function earlier() {
  const { runDir, train, snapshot } = newRun();
  expect((await train(undefined, { epochs: 1, seed: 7 })).error).toBeUndefined();
  const { state } = await snapshot();
  const tensors = tensorsOf({ base: 2 }, { trainable: state.params, running: state.running });
  return { runDir, state, tensors };
}

describe('a training that starts from an earlier one', () => {
  it('has its weights, by its run, model.onnx, .pt or safetensors alike, but a fresh Adam', async () => {
    const { runDir, state, tensors } = await earlier();
    const files = { pt: join(runDir, 'a.pt'), safetensors: join(runDir, 'a.safetensors') };
    writeFileSync(files.pt, encodeTorchCheckpoint({ model: stateDict(tensors, 4), epoch: 1, val_dice: 0.5 }));
    writeFileSync(files.safetensors, encodeSafetensors({ tensors, metadata: {} }));
    const folder = join(dirname(runDir), 'renamed');
    renameSync(runDir, folder);
    const inFolder = (path: string) => path.replace(runDir, folder);
    for (const from of [folder, join(folder, 'model.onnx'), inFolder(files.pt), inFolder(files.safetensors)]) {
      const { train, snapshot } = newRun();
      expect((await train(undefined, { ...STILL, from })).error, from).toBeUndefined();
      const next = await snapshot();
      expect(next.state.step).toBe(4);
      expect(Math.max(...next.state.params.map((value, i) => Math.abs(value - state.params[i]))), from).toBeLessThan(
        1e-6,
      );
    }
  });

  it('of another network ends before it begins, in one sentence', async () => {
    const { runDir } = await earlier();
    const { train } = newRun({ base: 4 });
    const { error, steps } = await train(undefined, { from: runDir });
    expect([error?.message, steps]).toEqual([
      `${runDir} holds another network (base 2) than the one to be trained (base 4): train with its settings, or start from another.`,
      [],
    ]);
  });

  it('with other classes starts its last convolution anew', async () => {
    const { runDir } = await earlier();
    const found = await readStartWeights(runDir, { base: 2, classes: ['crack', 'spalling'] });
    expect([found.has('dec1.3.weight'), found.has('out.weight'), found.has('out.bias')]).toEqual([true, false, false]);
  });

  it('from what is no model says so', async () => {
    const { runDir, train } = newRun();
    const from = join(runDir, 'nothing.safetensors');
    writeFileSync(from, 'x'.repeat(100));
    expect((await train(undefined, { from })).error?.message).toMatch(/nothing\.safetensors is damaged or no model: /);
  });
});
