import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forkWorker } from '../../../src/main/jobs/worker-host.ts';
import { rivalOf } from '../../../src/main/training/rival.ts';
import { trainModel } from '../../../src/main/training/train-model.ts';
import { trainingConfigSchema } from '../../../src/shared/schemas/training.ts';
import { writeRun } from '../../helpers/run-folder.ts';
import { makeTrainingFolder } from '../../helpers/training-folder.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-rival-'));
const data = join(dir, 'data');
const outDir = join(dir, 'runs');
const config = trainingConfigSchema.parse({ size: 32, base: 2, batch: 4, epochs: 1, device: 'cpu', workers: 0 });

beforeAll(() => makeTrainingFolder(data));
afterAll(() => rmSync(dir, { recursive: true }));

/** A run that has reached a val Dice. */
async function reached(name: string, dice: number, settings: object = {}, of = data): Promise<void> {
  const run = await writeRun(join(outDir, name), of, { ...settings });
  const epoch = { epoch: 1, tr_loss: 1, va_loss: 1, va_dice: dice, va_iou: dice, lr: 0.001, seconds: 1 };
  const metrics = { ...epoch, images_per_second: 1, device: 'cpu', peak_memory_mib: 1 };
  writeFileSync(join(run, 'metrics.jsonl'), `${JSON.stringify(metrics)}\n`);
}

describe('the model in the folder of all runs', () => {
  it('is that of the best run of the same data and classes', async () => {
    await reached('good', 0.8);
    await reached('better', 0.9);
    await reached('elsewhere', 1, {}, join(dir, 'other'));
    await reached('classes', 1, { classes: ['crack', 'spalling'] });
    const asked = { dataDir: data, outDir, config };
    expect(await rivalOf(asked, 'new')).toBeUndefined();
    writeFileSync(join(outDir, 'model.onnx'), 'better');
    expect(await rivalOf(asked, 'new')).toEqual({ run: 'better', dice: 0.9 });
    expect(await rivalOf(asked, join(outDir, 'better'))).toEqual({ run: 'good', dice: 0.8 });
    expect(await rivalOf({ ...asked, outDir: join(dir, 'nowhere') }, 'new')).toBeUndefined();
  });

  it('stays when a training of one epoch learns less, which says so and keeps its own', async () => {
    mkdirSync(outDir, { recursive: true });
    await reached('best', 1);
    for (const name of ['model.onnx', 'unet_crack_best.pt']) writeFileSync(join(outDir, name), 'best');
    const notes: string[] = [];
    const train = () =>
      trainModel({
        ...{ dataDir: data, outDir, config, spawnWorker: forkWorker, signal: new AbortController().signal },
        onEvent: event => void (event.kind === 'note' && notes.push(event.text)),
      });
    const { runDir } = await train();
    const kept = (folder: string, name: string) => readFileSync(join(folder, name));
    for (const name of ['model.onnx', 'unet_crack_best.pt']) {
      expect(kept(outDir, name).toString()).toBe('best');
      expect(kept(runDir, name).length).toBeGreaterThan(1000);
    }
    expect(notes).toEqual([expect.stringMatching(/^The best model is still that of best, val Dice 1\.0000: /)]);
    // Without its rivals the next takes the place.
    for (const name of ['best', 'better', 'good']) rmSync(join(outDir, name), { recursive: true });
    const { runDir: next } = await train();
    expect(kept(outDir, 'model.onnx').equals(kept(next, 'model.onnx'))).toBe(true);
  });
});
