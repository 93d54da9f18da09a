import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepare } from '../../../src/main/dataset/prepare.ts';
import { forkWorker } from '../../../src/main/jobs/worker-host.ts';
import { type TrainModelEvent, trainModel } from '../../../src/main/training/train-model.ts';
import { modelCardSchema } from '../../../src/shared/schemas/model-card.ts';
import { trainingConfigSchema } from '../../../src/shared/schemas/training.ts';
import { makeTrainingFolder } from '../../helpers/training-folder.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-card-'));
const data = join(dir, 'data');
const outDir = join(dir, 'runs');
let run: string;

beforeAll(async () => {
  await makeTrainingFolder(data);
  await prepare({ dir: data, valRatio: 0.25, minValPos: 1, seed: 5 });
  run = (await train(2)).runDir;
});
afterAll(() => rmSync(dir, { recursive: true }));

async function train(
  epochs: number,
  { resume = undefined as string | undefined, on = (_: TrainModelEvent) => {} } = {},
) {
  const config = trainingConfigSchema.parse({ size: 32, base: 2, batch: 4, epochs, device: 'cpu', workers: 0 });
  const { signal } = new AbortController();
  return trainModel({ dataDir: data, outDir, config, resume, spawnWorker: forkWorker, signal, onEvent: on });
}

const card = () => modelCardSchema.parse(JSON.parse(readFileSync(join(run, 'model-card.json'), 'utf8')));

describe('the model card of a run', () => {
  it('tells what it learned from, how, how well and where', () => {
    const { data: found, split, settings, epochs, best, machine, time, model } = card();
    expect(found).toMatchObject({ folder: data, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(found.train.images + found.val.images).toBe(16);
    expect(found.train.positives + found.val.positives).toBe(8);
    expect(split).toMatchObject({ group: 'file', valRatio: 0.25, minValPos: 1, seed: 5 });
    expect(settings).toMatchObject({ size: 32, base: 2, batch: 4, epochs: 2, seed: 42 });
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(best?.va_dice).toBe(Math.max(...epochs.map(({ va_dice }) => va_dice)));
    expect(machine).toMatchObject({ device: 'cpu', deviceReason: 'as asked for', node: process.versions.node });
    expect(machine.onnxruntime).toMatch(/^\d+\.\d+\.\d+/);
    expect(time.trainingSeconds).toBeCloseTo(epochs.reduce((sum, { seconds }) => sum + seconds, 0));
    expect(model).toMatchObject({ classes: ['crack'], inputSize: 32, threshold: 0.5 });
  });

  it('says the same in words', () => {
    const text = readFileSync(join(run, 'model-card.md'), 'utf8');
    const { best, data: found } = card();
    expect(text).toMatch(new RegExp(`^# Model card: ${basename(run)}\n`));
    expect(text).toContain(`validation Dice **${best!.va_dice.toFixed(4)}**`);
    expect(text).toContain(`| hash | ${found.hash} |`);
    expect(text).toContain('| seed of the split | 5 |');
    expect(text.match(/^\| \d+ \| \d\.\d{4} \|/gm)).toHaveLength(2);
  });

  it('is written anew when the run is resumed, and never fails a training: what is in its way is told', async () => {
    const before = card();
    const inTheWay = join(run, 'model-card.md');
    rmSync(inTheWay);
    mkdirSync(inTheWay);
    const notes: string[] = [];
    const { bestEpoch } = await train(3, {
      resume: basename(run),
      on: event => void (event.kind === 'note' && notes.push(event.text)),
    });
    expect(bestEpoch).toBeGreaterThan(0);
    expect(card()).toMatchObject({ settings: { epochs: 3 }, epochs: [...before.epochs, { epoch: 3 }] });
    expect(card().time.started).toBe(before.time.started);
    expect(notes).toEqual([expect.stringMatching(/^The model card could not be written: .*\.$/)]);
  });
});
