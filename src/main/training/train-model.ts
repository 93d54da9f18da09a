import { provenFile } from '../../node/open-file.ts';
import type { FilePath } from '../../node/project-path.ts';
import { errorOf, oneLine, StudioError, usageError } from '../../shared/errors.ts';
import type { TrainingConfig, TrainingDevice } from '../../shared/schemas/training.ts';
import { objectionTo } from '../../shared/training/objection.ts';
import type { TrainingEvent } from '../../shared/worker-protocol.ts';
import { prepareSet } from '../dataset/prepared-set.ts';
import { chooseDevice } from '../jobs/devices.ts';
import { findPytorch } from '../jobs/pytorch/find-pytorch.ts';
import { pytorchWorker } from '../jobs/pytorch/pytorch-worker.ts';
import { findTensorflow } from '../jobs/tensorflow.ts';
import type { SpawnWorker, Worker } from '../jobs/worker-host.ts';
import { type EndedTraining, writeModelCard } from './model-card.ts';
import { rivalNote, rivalOf } from './rival.ts';
import { createRun, placeOf, planAnew, removeUnused, reopenRun } from './run-folder.ts';

/** Finds out whether another machine can train by these settings. Throws a StudioError. */
export type Elsewhere = (config: TrainingConfig, signal: AbortSignal) => Promise<Trainer>;

export interface TrainModelOptions {
  /** The training data: `images/`, `masks/`, `splits/`. */
  dataDir: FilePath;
  /** The folder of all runs; this one becomes a folder in it. */
  outDir: FilePath;
  config: TrainingConfig;
  /** What was planned and why, a sentence each, for `config.json` and whoever listens. */
  reasons?: readonly string[] | undefined;
  /** The name of the run in `outDir` to go on with; a new one is made without. */
  resume?: string | undefined;
  spawnWorker: SpawnWorker;
  /** What trains when it is not this machine. */
  elsewhere?: Elsewhere | undefined;
  /** Aborting stops after the step in hand and keeps the best checkpoint. */
  signal: AbortSignal;
  onEvent(event: TrainModelEvent): void;
}

export type TrainModelEvent =
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
export async function trainModel(options: TrainModelOptions): Promise<TrainingOutcome> {
  const { config, signal, onEvent } = options;
  await requireSense(options);
  const prepared = await prepareSet({
    dataDir: options.dataDir,
    size: config.size,
    input: config.input,
    maskReduction: config.maskReduction,
    classes: config.classes,
    signal,
    onProgress: (done, total) => onEvent({ kind: 'preparing', done, total }),
  });
  const { device, reason, worker: startWorker } = await trainerFor(options);
  await using run = await (options.resume === undefined ? createRun(options) : reopenRun(options, options.resume));
  const runDir = run.folder.path;
  const { train, val, others } = prepared.manifest;
  onEvent({ kind: 'started', runDir, device, reason, train: train.length, val: val.length });
  for (const text of options.reasons ?? []) onEvent({ kind: 'note', text });
  if (others) onEvent({ kind: 'note', text: othersNote(others) });

  const rival = await rivalOf(options, runDir);
  const worker = startWorker();
  const stop = () => worker.send({ kind: 'stop' });
  signal.addEventListener('abort', stop);
  try {
    const place = await placeOf(run.folder);
    worker.send({
      kind: 'train',
      preparedDir: prepared.dir,
      runDir: place,
      config,
      device,
      resume: options.resume !== undefined,
      rival: rival?.dice ?? 0,
    });
    if (signal.aborted) stop();
    for await (const event of worker.events) {
      if (event.kind === 'failed') throw errorOf(event);
      if (event.kind === 'done') {
        const { manifest } = prepared;
        if (rival && event.bestDice < rival.dice) onEvent({ kind: 'note', text: rivalNote(rival, event.bestDice) });
        await describe(
          { ...event, runDir: run.folder, dataDir: options.dataDir, manifest, device, deviceReason: reason },
          onEvent,
        );
        return { runDir, ...event };
      }
      if (event.kind === 'replanned') await planAnew(run.folder, event.epochs);
      if (event.kind !== 'loaded') onEvent(event);
    }
    throw new StudioError(`The training process ended before its work was done; what it saved is in ${runDir}.`);
  } catch (error) {
    await removeUnused(run.folder);
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    worker.kill();
  }
}

/** What no schema of single settings can say, before anything is prepared. */
async function requireSense({ config, resume }: TrainModelOptions): Promise<void> {
  const objection = objectionTo(config);
  if (objection) throw usageError(objection);
  if (!config.encoderWeights || resume !== undefined) return;
  await provenFile(config.encoderWeights);
}

function othersNote(others: readonly string[]): string {
  return `Labels of ${others.join(', ')} count as background: ${others.length > 1 ? 'these are none' : 'this is none'} of the classes to tell apart.`;
}

/** Writes the model card of a run that has learned something. A training does not fail for it. */
async function describe(training: EndedTraining, onEvent: TrainModelOptions['onEvent']): Promise<void> {
  if (training.bestEpoch === 0) return;
  await writeModelCard(training).catch(error =>
    onEvent({ kind: 'note', text: `The model card could not be written: ${oneLine(error)}` }),
  );
}

/** What trains, on which device and why, and how it is started. */
export interface Trainer {
  readonly device: TrainingDevice;
  readonly reason: string;
  worker(): Worker<'training'> | Worker<'tensorflow'>;
}

async function trainerFor({ config, elsewhere, spawnWorker, signal }: TrainModelOptions): Promise<Trainer> {
  if (elsewhere) return elsewhere(config, signal);
  if (config.engine === 'pytorch') {
    const found = await findPytorch(signal);
    if (!found.usable) throw new StudioError(found.reason);
    return { device: found.device, reason: found.name, worker: () => pytorchWorker(found, spawnWorker) };
  }
  if (config.engine === 'tensorflow') {
    const found = await findTensorflow(spawnWorker, signal);
    if (!found.usable) throw new StudioError(found.reason);
    return { device: found.device, reason: found.name, worker: () => spawnWorker('tensorflow') };
  }
  const worker = () => spawnWorker('training');
  if (config.device !== 'auto') return { device: config.device, reason: 'as asked for', worker };
  const { chosen, reason } = await chooseDevice(spawnWorker, signal);
  return { device: chosen, reason, worker };
}
