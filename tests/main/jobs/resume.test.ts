import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTrainingJob, type TrainingJobEvent, type TrainingOutcome } from '../../../src/main/jobs/training-job.ts';
import { forkWorker, type SpawnWorker } from '../../../src/main/jobs/worker-host.ts';
import { trainingConfigSchema } from '../../../src/shared/schemas/training.ts';
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
  on?(event: TrainingJobEvent, interruption: Interruption): void;
}

/** 12 images train: twelve steps an epoch. */
async function train(out: string, { epochs = 3, resume, on }: Training): Promise<TrainingOutcome> {
  const stopping = new AbortController();
  let kill = () => {};
  const spawnWorker: SpawnWorker = kind => {
    const worker = forkWorker(kind);
    kill = worker.kill;
    return worker;
  };
  return runTrainingJob({
    dataDir: data,
    outDir: join(dir, out),
    config: trainingConfigSchema.parse({ size: 64, base: 2, batch: 1, epochs, device: 'cpu', workers: 0 }),
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

  it('may be trained longer than it was meant to be', async () => {
    const { runDir } = await train('longer', { epochs: 2 });
    await train('longer', { resume: basename(runDir), epochs: 3 });
    expect(learned('longer')).toEqual(learned('whole'));
    expect(JSON.parse(readFileSync(join(runDir, 'config.json'), 'utf8'))).toMatchObject({ epochs: 3, data });
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
