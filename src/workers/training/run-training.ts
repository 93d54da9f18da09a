import { createHash } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { fileError, StudioError } from '../../shared/errors.ts';
import { Random } from '../../shared/random.ts';
import { type Device, type EpochMetrics, parseMetrics, type TrainingConfig } from '../../shared/schemas/training.ts';
import type { TrainingEvent } from '../../shared/worker-protocol.ts';
import { initialState } from '../nn/init.ts';
import type { Trainer } from '../nn/trainer.ts';
import { createTrainer } from '../runtime/create-trainer.ts';
import { drawAugmentation } from './augment.ts';
import { type BatchMaker, createBatchMaker, type Draw } from './batch.ts';
import { writeCheckpoint } from './checkpoint.ts';
import { evaluateSplit } from './evaluate.ts';
import { PreparedData } from './prepared-data.ts';
import { drawEpoch } from './sampler.ts';
import { type Position, readSnapshot, type Snapshot, SnapshotWriter } from './snapshot.ts';

export interface TrainingTask {
  /** A prepared set (`shared/schemas/prepared-set`). */
  preparedDir: string;
  /** An existing folder for the checkpoint, `model.onnx`, `metrics.jsonl` and `state.safetensors`. */
  runDir: string;
  config: TrainingConfig;
  device: Device;
  /** Go on where this run was left, instead of with a fresh network. */
  resume: boolean;
}

/**
 * The reference pipeline's training (`train_unet`), top to bottom. Emits a `step` event a step and an `epoch` event an
 * epoch; writes the best checkpoint whenever the validation Dice improves, and snapshots to resume from. When `signal`
 * aborts it finishes the step in hand and ends with what it has.
 *
 * @throws StudioError when there is nothing to learn from or to resume, the loss is no number any more, or the disk gives out
 */
export async function runTraining(
  task: TrainingTask,
  emit: (event: TrainingEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const { config, preparedDir, runDir } = task;

  // 1. The data
  const data = new PreparedData(preparedDir);
  const batchMaker = createBatchMaker(preparedDir, config.workers);

  // 2. The network and Adam: as fresh as PyTorch makes them, or as the run was left
  const start = task.resume ? await resume(task, data) : begin(config, data);
  const trainer = await createTrainer({
    device: task.device,
    base: config.base,
    height: config.size,
    width: config.size,
    batch: config.batch,
    lr: config.lr,
    state: start.state,
  });
  const noteSplit = splitNoter(trainer, config.batch, emit);
  noteSplit();

  // 3. The epochs
  const snapshots = new SnapshotWriter(runDir, config.base, trainer);
  let at = start.position;
  while (at.epoch <= config.epochs && !signal.aborted) {
    const random = new Random(at.random);
    const plan = planEpoch(data, config.batch, random);
    at = await trainEpoch({ trainer, batchMaker, plan, at, snapshots, emit, signal });
    noteSplit();
    // Whoever stops wants it now; only a run that has no checkpoint yet is validated, so that something is kept.
    if (signal.aborted && at.best.epoch > 0) break;

    // 4. Validation; the best checkpoint is kept
    const started = performance.now();
    const validation = await evaluateSplit(trainer, data, trainer.plan.microBatch);
    const improved = validation.dice > at.best.dice;
    if (improved) {
      at = { ...at, best: { epoch: at.epoch, dice: validation.dice } };
      const state = await trainer.readState();
      await writeCheckpoint(runDir, {
        state,
        base: config.base,
        size: config.size,
        epoch: at.epoch,
        valDice: validation.dice,
        dataHash: data.manifest.hash,
      });
    }

    const metrics: EpochMetrics = {
      epoch: at.epoch,
      tr_loss: at.done.loss / at.done.images,
      va_loss: validation.loss,
      va_dice: validation.dice,
      va_iou: validation.iou,
      lr: config.lr,
      seconds: at.done.seconds + (performance.now() - started) / 1000,
      images_per_second: at.done.images / at.done.seconds,
      device: task.device,
      peak_memory_mib: Math.round(process.resourceUsage().maxRSS / 1024),
    };
    await appendMetrics(runDir, metrics);
    if (at.done.steps === plan.length) at = { ...at, epoch: at.epoch + 1, random: random.state, done: NOTHING_DONE };
    // A checkpoint must never be newer than the snapshot: resumed, the run would think worse of it than it is.
    if (improved || snapshots.isDue('epoch')) await snapshots.write(at);
    emit({ kind: 'epoch', metrics, best: improved });
  }
  if (at !== start.position) await snapshots.write(at);

  emit({ kind: 'done', bestDice: at.best.dice, bestEpoch: at.best.epoch, stopped: signal.aborted });
  await batchMaker.close();
  await trainer.release();
  data.close();
}

const NOTHING_DONE: Position['done'] = { steps: 0, images: 0, loss: 0, seconds: 0 };

function begin({ base, seed }: TrainingConfig, data: PreparedData): Snapshot {
  const random = new Random(seed).state;
  const best = { epoch: 0, dice: -1 };
  const position = { epoch: 1, random, done: NOTHING_DONE, best, splits: splitsKey(data) };
  return { state: initialState(base, seed), position };
}

/** Where the run was left; epochs that were done after that are forgotten, for they are done again. */
async function resume({ runDir, config }: TrainingTask, data: PreparedData): Promise<Snapshot> {
  const snapshot = await readSnapshot(runDir, config.base);
  if (snapshot.position.splits !== splitsKey(data)) {
    throw new StudioError(
      'The train and val images are no longer those that this run has learned from, so it cannot be resumed: train anew.',
    );
  }
  const path = join(runDir, 'metrics.jsonl');
  const epochs = parseMetrics(await readFile(path, 'utf8').catch(() => ''));
  const kept = epochs.filter(({ epoch }) => epoch < snapshot.position.epoch);
  await writeFileAtomic(path, kept.map(metrics => `${JSON.stringify(metrics)}\n`).join(''));
  return snapshot;
}

/** Names the images of both splits: a run that goes on with others would have trained on what it is validated with. */
function splitsKey({ manifest: { names, train, val } }: PreparedData): string {
  const splits = [train, val].map(indices => indices.map(index => names[index]));
  return createHash('sha256').update(JSON.stringify(splits)).digest('hex');
}

/** Tells the user, once for each size, that batches are worked off in parts because memory does not hold them whole. */
function splitNoter(trainer: Trainer, batch: number, emit: (event: TrainingEvent) => void): () => void {
  let told = batch;
  return () => {
    const { microBatch } = trainer.plan;
    if (microBatch === told) return;
    told = microBatch;
    const text = `A batch of ${batch} does not fit in memory: it is worked off ${microBatch} images at a time, gradients averaged.`;
    emit({ kind: 'note', text });
  };
}

/** Decides an epoch's batches: `len(train)` draws in batches of `batch`, the last one smaller. */
function planEpoch({ manifest }: PreparedData, batch: number, random: Random): Draw[][] {
  const draws = drawEpoch(manifest.train, manifest.positive, random).map(index => ({
    index,
    augmentation: drawAugmentation(random),
  }));
  return Array.from({ length: Math.ceil(draws.length / batch) }, (_, i) => draws.slice(i * batch, (i + 1) * batch));
}

interface EpochWork {
  trainer: Trainer;
  batchMaker: BatchMaker;
  plan: readonly Draw[][];
  at: Position;
  snapshots: SnapshotWriter;
  emit: (event: TrainingEvent) => void;
  signal: AbortSignal;
}

/** Takes the steps of the plan that are not yet done; returns where the training stands then. */
async function trainEpoch({ trainer, batchMaker, plan, at, snapshots, emit, signal }: EpochWork): Promise<Position> {
  let { done } = at;
  let started = performance.now();
  for await (const { x, y, count } of batchMaker.batches(plan.slice(done.steps))) {
    const loss = await trainer.step(x, y, count);
    if (!Number.isFinite(loss)) {
      throw new StudioError(
        `The loss became ${loss} in epoch ${at.epoch}, step ${done.steps + 1}: train again with a smaller --lr.`,
      );
    }
    done = {
      steps: done.steps + 1,
      images: done.images + count,
      loss: done.loss + loss * count,
      seconds: done.seconds + (performance.now() - started) / 1000,
    };
    started = performance.now();
    emit({ kind: 'step', epoch: at.epoch, step: done.steps, steps: plan.length, loss });
    // The step blocks this thread: only here can the host's "stop" be heard.
    await setImmediate();
    if (signal.aborted) break;
    if (snapshots.isDue('step')) await snapshots.write({ ...at, done });
  }
  return { ...at, done };
}

async function appendMetrics(runDir: string, metrics: EpochMetrics): Promise<void> {
  const path = join(runDir, 'metrics.jsonl');
  try {
    await appendFile(path, `${JSON.stringify(metrics)}\n`);
  } catch (error) {
    throw fileError('write', path, error);
  }
}
