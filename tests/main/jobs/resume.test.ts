import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forkWorker, type SpawnWorker } from '../../../src/main/jobs/worker-host.ts';
import { deleteRun, readRun, renameRun } from '../../../src/main/training/runs.ts';
import { type TrainingOutcome, type TrainModelEvent, trainModel } from '../../../src/main/training/train-model.ts';
import { projectPath } from '../../../src/node/project-path.ts';
import { oneLine } from '../../../src/shared/errors.ts';
import { type TrainingConfig, trainingConfigSchema } from '../../../src/shared/schemas/training.ts';
import { makeTrainingFolder } from '../../helpers/training-folder.ts';
import { learnedIn, onlyRunIn } from './learned.ts';

const dir = mkdtempSync(join(tmpdir(), 'studio-'));
const data = join(dir, 'data');
afterAll(() => rmSync(dir, { recursive: true }));

interface Interruption {
  stop(): void;
  kill(): void;
}

interface Training {
  epochs?: number;
  resume?: string;
  recipe?: Partial<TrainingConfig>;
  on?(event: TrainModelEvent, interruption: Interruption): void;
}

/** 12 images train: twelve steps an epoch. */
async function train(out: string, { epochs = 3, resume, recipe, on }: Training): Promise<TrainingOutcome> {
  const stopping = new AbortController();
  let kill = () => {};
  const spawnWorker: SpawnWorker = kind => {
    const worker = forkWorker(kind);
    kill = worker.kill;
    return worker;
  };
  return trainModel({
    dataDir: data,
    outDir: join(dir, out),
    config: trainingConfigSchema.parse({ size: 64, base: 2, batch: 1, epochs, device: 'cpu', workers: 0, ...recipe }),
    resume,
    spawnWorker,
    signal: stopping.signal,
    onEvent: event => on?.(event, { stop: () => stopping.abort(), kill: () => kill() }),
  });
}

const learned = (out: string) => learnedIn(join(dir, out));
const onlyRun = (out: string) => onlyRunIn(join(dir, out));

/** Returns the folder of the run in the copy. */
function copyOf(out: string, copy: string): string {
  cpSync(join(dir, out), join(dir, copy), { recursive: true });
  return join(dir, copy, onlyRun(copy));
}

describe('a training with patience', () => {
  it('ends well when val Dice stays away, says so, and has nothing to go on with until it is given more', async () => {
    await makeTrainingFolder(data);
    const recipe = { size: 32, lr: 1e-7, patience: 1 };
    const notes: string[] = [];
    const on = (event: TrainModelEvent) => event.kind === 'note' && notes.push(event.text);
    const { runDir, stopped, bestEpoch } = await train('patient', { recipe, epochs: 50, on });
    const done = learned('patient').epochs.length;
    expect([stopped, done]).toEqual([false, bestEpoch + 1]);
    expect(notes).toEqual([expect.stringMatching(/^Stopped early after epoch \d+: 1 epoch without a better val Dice/)]);
    expect((await readRun(projectPath(join(dir, 'patient')), basename(runDir))).run.exhausted).toBe(true);
    await train('patient', { recipe, epochs: 50, resume: basename(runDir), on });
    expect([learned('patient').epochs.length, notes[1]]).toEqual([done, notes[0]]);
    await train('patient', { recipe: { ...recipe, patience: 0 }, epochs: done + 1, resume: basename(runDir) });
    expect(learned('patient').epochs).toHaveLength(done + 1);
    expect((await readRun(projectPath(join(dir, 'patient')), basename(runDir))).run.exhausted).toBe(false);
  });
});

describe('a training that is resumed', () => {
  beforeAll(async () => {
    await makeTrainingFolder(data);
    await train('whole', {});
  });

  it('after a stop within an epoch learns bit for bit what it had learned without', async () => {
    const outcome = await train('stopped', {
      on: (event, { stop }) => event.kind === 'step' && event.epoch === 2 && event.step === 2 && stop(),
    });
    expect(outcome.stopped).toBe(true);
    const steps: number[] = [];
    await train('stopped', {
      resume: basename(outcome.runDir),
      on: event => event.kind === 'step' && steps.push(12 * (event.epoch - 1) + event.step),
    });
    // What was told to stop may take a few more steps before it hears.
    expect(steps[0]).toBeGreaterThan(12 + 2);
    expect(steps).toEqual(Array.from({ length: 3 * 12 + 1 - steps[0] }, (_, i) => steps[0] + i));
    expect(learned('stopped')).toEqual(learned('whole'));
  });

  it('after a stop in the first epoch, which keeps a model all the same, too', async () => {
    const { runDir, bestEpoch } = await train('early', { on: (event, { stop }) => event.kind === 'step' && stop() });
    expect(bestEpoch).toBe(1);
    await train('early', { resume: basename(runDir) });
    expect(learned('early').epochs).toEqual(learned('whole').epochs);
  });

  it('after its process was killed goes on from the last snapshot', async () => {
    const killed = train('killed', {
      on: (event, { kill }) => event.kind === 'step' && event.epoch === 3 && event.step === 2 && kill(),
    });
    await expect(killed).rejects.toThrow('The training process was ended');
    await train('killed', { resume: onlyRun('killed') });
    expect(learned('killed')).toEqual(learned('whole'));
  });

  it('is left alone while it is trained: not resumed a second time, not renamed, not deleted', async () => {
    const runs = projectPath(join(dir, 'held'));
    const refusals: Promise<string>[] = [];
    const refused = (attempt: Promise<unknown>) => refusals.push(attempt.then(() => 'done', oneLine));
    const { runDir } = await train('held', {
      epochs: 2,
      on(event) {
        if (event.kind !== 'step' || event.epoch !== 1 || event.step !== 2) return;
        const run = onlyRun('held');
        refused(train('held', { resume: run }));
        refused(renameRun(runs, run, 'other'));
        refused(deleteRun(runs, run));
      },
    });
    for (const refusal of await Promise.all(refusals)) {
      expect(refusal).toMatch(
        /^This run is being trained in another process \(process \d+, since .*\), .*: stop it there first\.$/,
      );
    }
    expect(refusals).toHaveLength(3);
    // Nothing is left that would keep anybody out.
    expect(readdirSync(runs.path).sort()).toEqual([basename(runDir), 'model.onnx', 'unet_crack_best.pt'].sort());
    await train('held', { resume: basename(runDir), epochs: 3 });
    expect(learned('held')).toEqual(learned('whole'));
    await deleteRun(runs, basename(runDir));
  });

  it('may be trained longer than it was meant to be, even one from before there was a recipe', async () => {
    const { runDir } = await train('longer', { epochs: 2 });
    const path = join(runDir, 'config.json');
    const { epochs, batch, size, base, lr, seed, device, workers, data, out } = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ epochs, batch, size, base, lr, seed, device, workers, data, out }));
    await train('longer', { resume: basename(runDir), epochs: 3 });
    expect(learned('longer')).toEqual(learned('whole'));
    expect(JSON.parse(readFileSync(join(runDir, 'config.json'), 'utf8'))).toMatchObject({ epochs: 3, data });
  });

  it.each([
    [
      'a cosine with everything else',
      { schedule: 'cosine', warmup: 0.5, weightDecay: 0.01, accumulate: 2, rotation: 15 },
    ],
    ['crops', { input: 'tile', schedule: 'cosine', rotation: 15 }],
    ['plateaus', { schedule: 'plateau', plateauEpochs: 1, lr: 1e-5 }],
  ] as const)('has the learning rates it would have had, by %s', async (name, settings) => {
    const recipe = { size: 32, elastic: 4, ...settings };
    await train(`${name} whole`, { recipe });
    const { runDir } = await train(name, {
      recipe,
      on: (event, { stop }) => event.kind === 'step' && event.epoch === 3 && stop(),
    });
    await train(name, { recipe, resume: basename(runDir) });
    expect(learned(name)).toEqual(learned(`${name} whole`));
    expect(new Set(learned(name).epochs.map(({ lr }) => lr)).size).toBeGreaterThan(1);
  });

  it('is refused in one sentence when its state is damaged or missing, and the run stays as it is', async () => {
    const runDir = copyOf('whole', 'damaged');
    const before = readdirSync(runDir).sort();
    const state = join(runDir, 'state.safetensors');
    writeFileSync(state, readFileSync(state).subarray(0, 5000));
    const resume = () => train('damaged', { resume: basename(runDir), epochs: 4 });
    await expect(resume()).rejects.toThrow(
      /^.*state\.safetensors is damaged, so this run cannot be resumed: train anew\.$/,
    );
    expect(readdirSync(runDir).sort()).toEqual(before);
    rmSync(state);
    await expect(resume()).rejects.toThrow(/^.*state\.safetensors is missing, .*\.$/);
  });

  it('is refused when the val images are others: it may have trained on them', async () => {
    const runDir = copyOf('whole', 'changed');
    const splits = ['train.txt', 'val.txt'].map(name => join(data, 'splits', name));
    const [trainList, valList] = splits.map(path => readFileSync(path, 'utf8'));
    writeFileSync(splits[0], trainList.replace('07.png', '03.png'));
    writeFileSync(splits[1], valList.replace('03.png', '07.png'));
    const resumed = train('changed', { resume: basename(runDir), epochs: 4 });
    await expect(resumed).rejects.toThrow(/no longer those that this run has learned from/);
  });
});
