import { access, constants, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../node/folders.ts';
import { errorOf, fileError, oneLine, StudioError, usageError } from '../../shared/errors.ts';
import type { TrainingConfig, TrainingDevice } from '../../shared/schemas/training.ts';
import { objectionTo } from '../../shared/training/objection.ts';
import type { TrainingEvent } from '../../shared/worker-protocol.ts';
import { prepareSet } from '../dataset/prepared-set.ts';
import { chooseDevice } from '../jobs/devices.ts';
import { findTensorflow } from '../jobs/tensorflow.ts';
import type { SpawnWorker } from '../jobs/worker-host.ts';
import { readRunConfig, writeRunConfig } from '../layout/run-config.ts';
import { type EndedTraining, writeModelCard } from './model-card.ts';

export interface TrainingJob {
  /** The training data: `images/`, `masks/`, `splits/`. */
  dataDir: string;
  /** The folder of all runs; this one becomes a folder in it. */
  outDir: string;
  config: TrainingConfig;
  /** The name of the run in `outDir` to go on with; a new one is made without. */
  resume?: string | undefined;
  spawnWorker: SpawnWorker;
  /** Aborting stops after the step in hand and keeps the best checkpoint. */
  signal: AbortSignal;
  onEvent(event: TrainingJobEvent): void;
}

export type TrainingJobEvent =
  | { kind: 'preparing'; done: number; total: number }
  | { kind: 'started'; runDir: string; device: TrainingDevice; reason: string; train: number; val: number }
  | Exclude<TrainingEvent, { kind: 'failed' | 'done' }>;

export interface TrainingOutcome {
  runDir: string;
  bestDice: number;
  /** 0 when there is no checkpoint. */
  bestEpoch: number;
  /** Whether the signal ended it. */
  stopped: boolean;
}

/**
 * Trains one model in a process of its own, from a data folder to a run's folder.
 *
 * @throws StudioError for settings that teach nothing, data that cannot be trained on, a folder that cannot be written, a device that fails
 */
export async function runTrainingJob(job: TrainingJob): Promise<TrainingOutcome> {
  const { config, signal, onEvent } = job;
  await requireSense(job);
  const prepared = await prepareSet({
    dataDir: job.dataDir,
    size: config.size,
    input: config.input,
    maskReduction: config.maskReduction,
    classes: config.classes,
    signal,
    onProgress: (done, total) => onEvent({ kind: 'preparing', done, total }),
  });
  const { device, reason } = await deviceFor(job);
  const runDir = await (job.resume === undefined ? createRun(job) : reopenRun(job, job.resume));
  const { train, val, others } = prepared.manifest;
  onEvent({ kind: 'started', runDir, device, reason, train: train.length, val: val.length });
  if (others) onEvent({ kind: 'note', text: othersNote(others) });

  const worker = job.spawnWorker(config.engine === 'tensorflow' ? 'tensorflow' : 'training');
  const stop = () => worker.send({ kind: 'stop' });
  signal.addEventListener('abort', stop);
  try {
    worker.send({ kind: 'train', preparedDir: prepared.dir, runDir, config, device, resume: job.resume !== undefined });
    if (signal.aborted) stop();
    for await (const event of worker.events) {
      if (event.kind === 'failed') throw errorOf(event);
      if (event.kind === 'done') {
        const { manifest } = prepared;
        await describe({ ...event, runDir, dataDir: job.dataDir, manifest, device, deviceReason: reason }, onEvent);
        return { runDir, ...event };
      }
      if (event.kind !== 'loaded') onEvent(event);
    }
    throw new StudioError(`The training process ended before its work was done; what it saved is in ${runDir}.`);
  } catch (error) {
    await removeUnused(runDir);
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    worker.kill();
  }
}

/** What no schema of single settings can say, before anything is prepared. */
async function requireSense({ config, resume }: TrainingJob): Promise<void> {
  const objection = objectionTo(config);
  if (objection) throw usageError(objection);
  if (!config.encoderWeights || resume !== undefined) return;
  await access(config.encoderWeights, constants.R_OK).catch(error => {
    throw fileError('read', config.encoderWeights, error);
  });
}

function othersNote(others: readonly string[]): string {
  return `Labels of ${others.join(', ')} count as background: ${others.length > 1 ? 'these are none' : 'this is none'} of the classes to tell apart.`;
}

/** Writes the model card of a run that has learned something. A training does not fail for it. */
async function describe(training: EndedTraining, onEvent: TrainingJob['onEvent']): Promise<void> {
  if (training.bestEpoch === 0) return;
  await writeModelCard(training).catch(error =>
    onEvent({ kind: 'note', text: `The model card could not be written: ${oneLine(error)}` }),
  );
}

/** A run that failed before its first step leaves nothing worth a folder. */
async function removeUnused(runDir: string): Promise<void> {
  const files = await readdir(runDir).catch(() => []);
  if (files.every(name => name === 'config.json')) await rm(runDir, { recursive: true, force: true });
}

async function deviceFor(job: TrainingJob): Promise<{ device: TrainingDevice; reason: string }> {
  const { config, spawnWorker, signal } = job;
  if (config.engine === 'tensorflow') {
    const found = await findTensorflow(spawnWorker, signal);
    if (!found.usable) throw new StudioError(found.reason);
    return { device: found.device, reason: found.name };
  }
  if (config.device !== 'auto') return { device: config.device, reason: 'as asked for' };
  const { chosen, reason } = await chooseDevice(spawnWorker, signal);
  return { device: chosen, reason };
}

/** Makes a run's folder, named by the local time, and writes its `config.json`. */
async function createRun({ outDir, dataDir, config }: TrainingJob): Promise<string> {
  const started = new Date();
  const name = localTimestamp(started);
  await makeFolder(outDir);
  for (let attempt = 1; ; attempt++) {
    const runDir = join(outDir, attempt === 1 ? name : `${name}_${attempt}`);
    try {
      await mkdir(runDir);
      await writeRunConfig(runDir, { ...config, data: dataDir, out: outDir, started: started.toISOString() });
      return runDir;
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EEXIST' && attempt < 100;
      if (!taken) throw fileError('write', runDir, error);
    }
  }
}

/** A run that is trained longer than it was meant to be, or with another patience, says so. */
async function reopenRun({ outDir, config: { epochs, patience } }: TrainingJob, run: string): Promise<string> {
  const runDir = join(outDir, run);
  await removeHalfWritten(runDir);
  const written = await readRunConfig(runDir);
  if (written.epochs !== epochs || written.patience !== patience) {
    await writeRunConfig(runDir, { ...written, epochs, patience });
  }
  return runDir;
}

/** So long after its last change nobody is writing a file any more, ms: another training may use the folder of all runs. */
const ABANDONED = 60_000;

/** What a process that was killed was writing: into its run, and of the model into the folder of all runs. */
async function removeHalfWritten(runDir: string): Promise<void> {
  await removeTemporary(runDir, 0);
  await removeTemporary(dirname(runDir), ABANDONED);
}

async function removeTemporary(dir: string, age: number): Promise<void> {
  const names = await readdir(dir).catch(() => []);
  for (const path of names.filter(name => name.endsWith('.tmp')).map(name => join(dir, name))) {
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs >= age) await rm(path, { force: true });
  }
}

/** `20260131_142305`: sorts by time and is a legal name everywhere. */
function localTimestamp(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`;
  return `${date}_${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`;
}
