import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readSize } from '../../../src/main/images/png.ts';
import { forkWorker, type SpawnWorker } from '../../../src/main/jobs/worker-host.ts';
import { trainingConfigSchema } from '../../../src/shared/schemas/training.ts';
import { writeRun } from '../../helpers/run-folder.ts';
import { makeTrainingProject, startTestStudio, type TestStudio } from '../../helpers/test-studio.ts';

const studios: TestStudio[] = [];
afterEach(() => {
  for (const studio of studios.splice(0)) studio.close();
});

function startStudio(options?: Parameters<typeof startTestStudio>[0]): TestStudio {
  const studio = startTestStudio(options);
  studios.push(studio);
  return studio;
}

const config = trainingConfigSchema.parse({ size: 32, base: 2, batch: 4, epochs: 2, workers: 0, device: 'cpu' });

describe('a training of the open project', () => {
  it('tells of its steps and epochs, and is found whole by a page that comes later', async () => {
    const studio = startStudio();
    const { call, next, told } = studio;
    const folder = await makeTrainingProject(studio);
    expect(await call('training.current', {})).toEqual({ training: null });
    const ended = next('training.ended');
    const head = await call('training.start', { config });
    expect(head).toMatchObject({ project: folder, run: null, phase: 'preparing', config });
    await expect(call('training.start', { config })).rejects.toThrow('A training is running already');
    const end = await ended;
    expect(end).toMatchObject({ phase: 'done', device: 'cpu', train: 12, val: 4, error: null });
    const { training } = await call('training.current', {});
    // 12 images in batches of 4, twice.
    expect(training).toMatchObject({ ...end, stepsPerEpoch: 3 });
    expect(training?.steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(training?.epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    const stepsTold = told.flatMap(event => (event.name === 'training.step' ? event.data.steps : []));
    expect(stepsTold).toEqual(training?.steps);
    const epochsTold = told.flatMap(event => (event.name === 'training.epoch' ? [event.data.metrics] : []));
    expect(epochsTold).toEqual(training?.epochs);
    expect(told.filter(({ name }) => name === 'training.started')).toHaveLength(1);
    const { examples } = await call('runs.examples', { run: end.run ?? '' });
    expect(examples?.epoch).toBe(end.best?.epoch);
    // Four val images: the three worst, and the one that is left if it shows a crack.
    expect(examples?.worst).toHaveLength(3);
    for (const { file } of examples?.worst ?? []) {
      const picture = await readSize(join(folder, 'dl_models', end.run ?? '', 'examples', file));
      expect(picture).toEqual({ width: 32 + 4 + 32, height: 32 });
    }
    expect(told).toContainEqual({ name: 'training.examples', data: { project: folder, run: end.run } });
  });

  it('makes the split first when there is none', async () => {
    const studio = startStudio();
    const folder = await makeTrainingProject(studio);
    rmSync(join(folder, 'data/dl_train/splits'), { recursive: true });
    const ended = studio.next('training.ended');
    await studio.call('training.start', { config: { ...config, epochs: 1 } });
    expect(await ended).toMatchObject({ phase: 'done', error: null });
    expect((await studio.call('dataset.summary', {})).split?.record).toMatchObject({ group: 'file', seed: 42 });
  });

  it('is stopped with its best checkpoint kept', async () => {
    const studio = startStudio();
    const { call, next } = studio;
    await makeTrainingProject(studio);
    const [ended, epoch] = [next('training.ended'), next('training.epoch')];
    await call('training.start', { config: { ...config, epochs: 10_000 } });
    await epoch;
    expect(await call('training.stop', {})).toEqual({ found: true });
    expect(await ended).toMatchObject({ phase: 'stopped', error: null });
    expect((await call('runs.list', {})).runs).toMatchObject([{ model: true }]);
    expect(await call('training.stop', {})).toEqual({ found: false });
  });

  it('goes on where it was stopped, with the curves of before', async () => {
    const studio = startStudio();
    const { call, next, told } = studio;
    await makeTrainingProject(studio);
    const [stopped, epoch] = [next('training.ended'), next('training.epoch')];
    await call('training.start', { config: { ...config, epochs: 10_000 } });
    await epoch;
    await call('training.stop', {});
    const { run } = await stopped;
    const before = await call('runs.read', { run: run ?? '' });
    expect(before.run).toMatchObject({ resumable: true, config: { epochs: 10_000 } });
    const done = before.epochs.length;
    const [started, ended] = [next('training.started'), next('training.ended')];
    const head = await call('training.resume', { run: run ?? '', epochs: done + 2 });
    expect(head).toMatchObject({ run, config: { epochs: done + 2 }, phase: 'preparing' });
    expect((await started).epochs).toEqual(before.epochs);
    expect(await ended).toMatchObject({ phase: 'done', run, error: null });
    const { training } = await call('training.current', {});
    expect(training?.epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: done + 2 }, (_, i) => i + 1));
    expect(training?.epochs.slice(0, done)).toEqual(before.epochs);
    expect((await call('runs.list', {})).runs).toMatchObject([{ name: run, epochs: done + 2 }]);
    expect(told.filter(({ name }) => name === 'training.started')).toHaveLength(2);
  });

  it('whose process is killed says so in one sentence, and can be resumed', async () => {
    let kill = () => {};
    const spawnWorker: SpawnWorker = kind => {
      const worker = forkWorker(kind);
      if (kind === 'training') kill = worker.kill;
      return worker;
    };
    const studio = startStudio({ spawnWorker });
    const { call, next } = studio;
    await makeTrainingProject(studio);
    const [failed, epoch] = [next('training.ended'), next('training.epoch')];
    await call('training.start', { config: { ...config, epochs: 10_000 } });
    await epoch;
    kill();
    const end = await failed;
    expect(end).toMatchObject({
      phase: 'failed',
      error: {
        message: expect.stringMatching(/^The training process was ended, .*\.$/),
        details: { code: 'out-of-memory' },
      },
    });
    const [run] = (await call('runs.list', {})).runs;
    expect(run).toMatchObject({ name: end.run, resumable: true });
    const ended = next('training.ended');
    await call('training.resume', { run: run.name, epochs: run.epochs + 1 });
    expect(await ended).toMatchObject({ phase: 'done', run: run.name });
  });

  it('of a run that left no state behind cannot be resumed', async () => {
    const studio = startStudio();
    const folder = await makeTrainingProject(studio);
    const ended = studio.next('training.ended');
    await studio.call('training.start', { config: { ...config, epochs: 1 } });
    const run = (await ended).run ?? '';
    rmSync(join(folder, 'dl_models', run, 'state.safetensors'));
    await expect(studio.call('training.resume', { run })).rejects.toThrow(/cannot be resumed.*train anew\.$/);
  });

  it('says in one sentence why it failed', async () => {
    const studio = startStudio();
    const folder = await makeTrainingProject(studio);
    rmSync(join(folder, 'data/dl_train/masks/05.png'));
    const ended = studio.next('training.ended');
    await studio.call('training.start', { config });
    const end = await ended;
    expect(end.phase).toBe('failed');
    expect(end.error?.message).toMatch(/^The splits name 05\.png, but .*\.$/);
  });
});

describe('the settings that are suggested', () => {
  it('fit the data and name the device', async () => {
    const studio = startStudio();
    await makeTrainingProject(studio);
    const suggestion = await studio.call('training.suggest', { minutes: 20 });
    expect(suggestion.config).toMatchObject({ recipe: 'auto', minutes: 20, device: 'auto', input: 'tile' });
    expect(suggestion.reasons).toHaveLength(3);
    expect(suggestion.deviceReason).toMatch(/ms/);
  });
});

describe('the runs of a project', () => {
  it('are listed, read, renamed and deleted', async () => {
    const studio = startStudio();
    const { call, next } = studio;
    const folder = await makeTrainingProject(studio);
    expect((await call('runs.list', {})).runs).toEqual([]);
    const ended = next('training.ended');
    await call('training.start', { config });
    const { run: name } = await ended;
    const [run] = (await call('runs.list', {})).runs;
    expect(run).toMatchObject({ name, epochs: 2, model: true, config });
    const read = await call('runs.read', { run: run.name });
    expect(read.epochs).toEqual((await call('training.current', {})).training?.epochs);
    expect(run.best?.dice).toBe(Math.max(...read.epochs.map(epoch => epoch.va_dice)));
    const renamed = await call('runs.rename', { run: run.name, name: 'first try' });
    expect(renamed.run).toEqual({ ...run, name: 'first try' });
    expect((await call('training.current', {})).training?.run).toBe('first try');
    await expect(call('runs.rename', { run: 'first try', name: '../out' })).rejects.toThrow('is not the name');
    await expect(call('runs.delete', { run: run.name })).rejects.toThrow('There is no run named');
    await call('runs.delete', { run: 'first try' });
    expect((await call('runs.list', {})).runs).toEqual([]);
    expect(readdirSync(join(folder, 'dl_models'))).not.toContain('first try');
  });

  it('are compared on val as their trainings judged them, wherever the project lies', async () => {
    const studio = startStudio();
    const { call, told } = studio;
    const folder = await makeTrainingProject(studio);
    const models = join(folder, 'dl_models');
    await writeRun(join(models, 'sees'), '/gone/with/the/old/disk');
    await writeRun(join(models, 'blind'), join(folder, 'data/dl_train'), { epochs: 7 }, { darkness: 0 });
    const compared = await call('runs.compare', { runs: ['blind', 'sees'], job: 'compare' });
    expect(compared).toMatchObject({ names: ['blind', 'sees'], pooledF1: { difference: 1 } });
    expect(compared.settings).toContainEqual({ name: 'epochs', values: [7, 30] });
    expect(compared.images).toHaveLength(4);
    expect(told).toContainEqual({
      name: 'job.progress',
      data: { job: 'compare', done: 8, total: 8, text: 'image 8 of 8' },
    });
    await expect(call('runs.compare', { runs: ['sees', 'gone'] })).rejects.toThrow('There is no run named gone');
  });

  it('are not renamed onto each other, nor touched while they are trained', async () => {
    const studio = startStudio();
    const { call, next } = studio;
    await makeTrainingProject(studio);
    const short = { ...config, epochs: 1 };
    for (const name of ['a', 'b']) {
      const ended = next('training.ended');
      await call('training.start', { config: short });
      await call('runs.rename', { run: (await ended).run ?? '', name });
    }
    await expect(call('runs.rename', { run: 'a', name: 'b' })).rejects.toThrow('already a run named b');
    const epoch = next('training.epoch');
    await call('training.start', { config: { ...config, epochs: 10_000 } });
    await epoch;
    const { training } = await call('training.current', {});
    await expect(call('runs.delete', { run: training?.run ?? '' })).rejects.toThrow('is being trained');
  });
});
