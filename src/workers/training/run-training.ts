import { setImmediate } from 'node:timers/promises';
import { openInPlace } from '../../node/open-file.ts';
import { fileError } from '../../shared/errors.ts';
import { Random } from '../../shared/random.ts';
import type { EpochMetrics, TrainingConfig, TrainingDevice } from '../../shared/schemas/training.ts';
import { Stopwatch } from '../../shared/stopwatch.ts';
import { epochScore } from '../../shared/training/best-epoch.ts';
import { exhaustedNote, isExhausted } from '../../shared/training/early-stopping.ts';
import { learningRate } from '../../shared/training/schedule.ts';
import type { TrainingEvent } from '../../shared/worker-protocol.ts';
import { networkIn } from '../nn/architecture.ts';
import type { CreateTrainer, Trainer } from '../nn/trainer.ts';
import { createTrainer } from '../runtime/create-trainer.ts';
import { type Batch, type BatchMaker, createBatchMaker, type Draw } from './batch.ts';
import { writeCheckpoint } from './checkpoint.ts';
import { encoderNote } from './encoder-weights.ts';
import { planEpoch } from './plan-epoch.ts';
import { PreparedData } from './prepared-data.ts';
import { trainerRecipe } from './recipe.ts';
import { assertLoss, keeping, orGoBack } from './recovery.ts';
import { runPath } from './run-path.ts';
import { begin, lastGood, NOTHING_DONE, readMetrics, resume } from './run-start.ts';
import type { Position } from './snapshot.ts';
import { SnapshotWriter } from './snapshot-writer.ts';
import { sparingTrainer } from './sparing-trainer.ts';
import { epochsIn, replanned } from './time-limit.ts';
import type { Validation } from './val-scores.ts';
import { validateSplit } from './validate.ts';

export interface TrainingTask {
  /** A prepared set (`shared/schemas/prepared-set`). */
  preparedDir: string;
  /** An existing folder for the checkpoint, `model.onnx`, `metrics.jsonl` and `state.safetensors`. */
  runDir: string;
  config: TrainingConfig;
  device: TrainingDevice;
  /** Go on where this run was left, instead of with a fresh network. */
  resume: boolean;
  /** The val Dice that a model must have to stand in the folder of all runs; any will do without. */
  rival?: number;
  /** What makes the trainer, when not ONNX Runtime. */
  createTrainer?: CreateTrainer;
}

/**
 * The reference pipeline's training (`train_unet`), top to bottom. Emits a `step` event a step and an `epoch` event an
 * epoch; writes the best checkpoint whenever the validation Dice improves, and snapshots to resume from. When `signal`
 * aborts it finishes the step in hand and ends with what it has. A loss that is no number, too little memory and a lost
 * device are got over (`recovery.ts`, `sparing-trainer.ts`).
 *
 * @throws StudioError when there is nothing to learn from or to resume, when that cannot be got over, or the disk gives out
 */
export async function runTraining(
  task: TrainingTask,
  send: (event: TrainingEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const { config, preparedDir, runDir } = task;

  // 1. The data
  const data = new PreparedData(preparedDir);
  const batchMaker = createBatchMaker(preparedDir, config.workers);

  // 2. The network and Adam: as fresh as PyTorch makes them, or as the run was left
  const start = task.resume ? await resume(task, data) : await begin(config, data);
  const note = task.resume ? undefined : encoderNote(config);
  if (note) send({ kind: 'note', text: note });
  const recipe = trainerRecipe(config);
  const trainer = await sparingTrainer(task.createTrainer ?? createTrainer, {
    ...recipe,
    // TensorFlow has chosen for itself.
    device: task.device === 'webgpu' ? 'webgpu' : 'cpu',
    state: start.state,
    microBatch: start.position.microBatch ?? recipe.microBatch,
  });
  const noteSplit = splitNoter(trainer, config.batch, send);
  noteSplit();

  // 3. The epochs
  const snapshots = new SnapshotWriter(runDir, config, trainer, send);
  const lifeline = { config, trainer, snapshots, send, lastGood: () => lastGood(task, data) };
  const stopwatch = { steps: new Stopwatch(), batches: new Stopwatch(), validation: new Stopwatch() };
  // The epochs so far: what the learning rate, the patience and the choice of the best depend on.
  const done = await readMetrics(task);
  const dice = () => done.map(({ va_dice }) => va_dice);
  let at = start.position;
  while (at.epoch <= epochsIn(config, at) && !signal.aborted && !isExhausted(dice(), config.patience)) {
    const { epoch, lrScale } = at;
    const epochs = epochsIn(config, at);
    const random = new Random(at.random);
    const plan = planEpoch(data, config, random);
    const lrAt = (step: number) =>
      lrScale * learningRate({ ...config, epochs }, { epoch, step, steps: plan.length }, dice());
    const work = {
      trainer,
      batchMaker,
      plan,
      lrAt,
      at,
      snapshots,
      stopwatch,
      noteSplit,
      send,
      signal,
    };
    const trained = await orGoBack(lifeline, at, () => trainEpoch(work));
    if ('back' in trained) {
      at = trained.back;
      done.length = at.epoch - 1;
      continue;
    }
    at = trained.value;
    // Whoever stops wants it now; only a run that has no checkpoint yet is validated, so that something is kept.
    if (signal.aborted && at.best.epoch > 0) break;

    // 4. Validation; the best checkpoint is kept
    stopwatch.validation.restart();
    const validated = await orGoBack(lifeline, at, () =>
      keeping(snapshots, at, () => validate(trainer, data, config, at.epoch)),
    );
    noteSplit();
    if ('back' in validated) {
      at = validated.back;
      done.length = at.epoch - 1;
      continue;
    }
    const validation = validated.value;
    // Of the model as it would be saved.
    const calibrated = config.calibration === 'val' ? validation.best : undefined;
    const f1 = calibrated?.f1 ?? validation.f1;
    const scored = { epoch: at.epoch, va_dice: validation.dice, va_f1: f1 };
    const score = epochScore([...done, scored], config.keep);
    const improved = score > (at.best.score ?? at.best.dice);
    if (improved) {
      at = { ...at, best: { epoch: at.epoch, dice: validation.dice, ...(config.keep === 'f1' && { score }) } };
      const state = await trainer.readState();
      await writeCheckpoint(runDir, {
        state,
        ...networkIn(config),
        size: config.size,
        input: config.input,
        epoch: at.epoch,
        valDice: validation.dice,
        valF1: f1,
        foldedThreshold: calibrated?.threshold,
        dataHash: data.manifest.hash,
        rival: task.rival,
      });
    }

    const metrics: EpochMetrics = {
      epoch: at.epoch,
      tr_loss: at.done.loss / at.done.images,
      va_loss: validation.loss,
      va_dice: validation.dice,
      va_iou: validation.iou,
      ...(f1 !== undefined && { va_f1: f1 }),
      ...(validation.diceByClass && { va_dice_by_class: validation.diceByClass }),
      lr: lrAt(at.done.steps - 1),
      seconds: at.done.seconds + stopwatch.validation.lap().seconds,
      images_per_second: at.done.images / at.done.seconds,
      data_wait: at.done.waited / at.done.seconds,
      device: task.device,
      peak_memory_mib: Math.round(process.resourceUsage().maxRSS / 1024),
    };
    await appendMetrics(runDir, metrics);
    if (at.done.steps === plan.length) {
      done.push(metrics);
      at = { ...at, epoch: at.epoch + 1, random: random.state, done: NOTHING_DONE };
      const fitting = replanned(config, epochs, done);
      if (fitting !== undefined) {
        at = { ...at, planned: { instead: config.epochs, epochs: fitting } };
        send({ kind: 'replanned', epochs: fitting });
      }
    }
    // A checkpoint must never be newer than the snapshot: resumed, the run would think worse of it than it is.
    if (improved || snapshots.isDue('epoch')) await snapshots.write(at);
    send({ kind: 'epoch', metrics, best: improved });
  }
  if (at !== start.position) await snapshots.writeOrThrow(at);
  if (at.epoch <= epochsIn(config, at) && isExhausted(dice(), config.patience)) {
    send({ kind: 'note', text: exhaustedNote(dice(), config.patience) });
  }

  send({ kind: 'done', bestDice: at.best.dice, bestEpoch: at.best.epoch, stopped: signal.aborted });
  await batchMaker.close();
  await trainer.release();
  data.close();
}

/** Tells the user, once for each size, that batches are worked off in parts because memory does not hold them whole. */
function splitNoter(trainer: Trainer, batch: number, send: (event: TrainingEvent) => void): () => void {
  let told = batch;
  return () => {
    const { microBatch } = trainer.plan;
    if (microBatch === told) return;
    told = microBatch;
    const text = `A batch of ${batch} does not fit in memory: it is worked off ${microBatch} images at a time, gradients averaged.`;
    send({ kind: 'note', text });
  };
}

interface EpochWork {
  trainer: Trainer;
  batchMaker: BatchMaker;
  plan: readonly Draw[][];
  /** The learning rate of a step of this epoch, from 0. */
  lrAt: (step: number) => number;
  at: Position;
  snapshots: SnapshotWriter;
  /** Time the steps, and of each the wait for its batch. */
  stopwatch: { steps: Stopwatch; batches: Stopwatch };
  noteSplit: () => void;
  send: (event: TrainingEvent) => void;
  signal: AbortSignal;
}

/** Takes the steps of the plan that are not yet done; returns where the training stands then. */
async function trainEpoch(work: EpochWork): Promise<Position> {
  const { trainer, batchMaker, plan, lrAt, at, snapshots, stopwatch, noteSplit, send, signal } = work;
  let { done } = at;
  stopwatch.steps.restart();
  for await (const { batch, waited } of timed(batchMaker.batches(plan.slice(done.steps)), stopwatch.batches)) {
    const { x, y, count } = batch;
    const loss = await keeping(snapshots, { ...at, done }, () => trainer.step(x, y, count, lrAt(done.steps)));
    noteSplit();
    assertLoss(loss, `epoch ${at.epoch}, step ${done.steps + 1}`);
    done = {
      steps: done.steps + 1,
      images: done.images + count,
      loss: done.loss + loss * count,
      seconds: done.seconds + stopwatch.steps.lap().seconds,
      waited: done.waited + waited,
    };
    send({ kind: 'step', epoch: at.epoch, step: done.steps, steps: plan.length, loss });
    // The step blocks this thread: only here can the host's "stop" be heard.
    await setImmediate();
    if (signal.aborted) break;
    if (snapshots.isDue('step')) await snapshots.write({ ...at, done });
  }
  return { ...at, done };
}

/** The batches, and how long each was waited for, s. */
async function* timed(batches: AsyncIterable<Batch>, stopwatch: Stopwatch) {
  stopwatch.restart();
  for await (const batch of batches) {
    yield { batch, waited: stopwatch.lap().seconds };
    stopwatch.restart();
  }
}

async function validate(
  trainer: Trainer,
  data: PreparedData,
  config: TrainingConfig,
  epoch: number,
): Promise<Validation> {
  const validation = await validateSplit(trainer, data, trainer.plan.microBatch, config);
  assertLoss(validation.loss, `the validation of epoch ${epoch}`);
  return validation;
}

async function appendMetrics(runDir: string, metrics: EpochMetrics): Promise<void> {
  const path = runPath(runDir).join('metrics.jsonl');
  await using file = await openInPlace(path, 'append');
  await file.handle.writeFile(`${JSON.stringify(metrics)}\n`).catch(error => {
    throw fileError('write', path.path, error);
  });
}
