import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileError, StudioError } from '../../shared/errors.ts';
import { Random } from '../../shared/random.ts';
import type { Device, EpochMetrics, TrainingConfig } from '../../shared/schemas/training.ts';
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

export interface TrainingTask {
  /** A prepared set (`shared/schemas/prepared-set`). */
  preparedDir: string;
  /** An existing folder for the checkpoint, `model.onnx` and `metrics.jsonl`. */
  runDir: string;
  config: TrainingConfig;
  device: Device;
}

/**
 * The reference pipeline's training (`train_unet`), top to bottom. Emits a `step` event a step and an `epoch` event an
 * epoch; writes the best checkpoint whenever the validation Dice improves. When `signal` aborts it finishes the step
 * in hand and ends with what it has.
 *
 * @throws StudioError when there is nothing to learn from, the loss is no number any more, or the disk gives out
 */
export async function runTraining(
  task: TrainingTask,
  emit: (event: TrainingEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const { config, preparedDir, runDir } = task;

  // 1. The data, and one stream of randomness for what is drawn from it
  const data = new PreparedData(preparedDir);
  const random = new Random(config.seed);
  const batchMaker = createBatchMaker(preparedDir, config.workers);

  // 2. The network, as fresh as PyTorch makes it, and Adam
  const trainer = await createTrainer({
    device: task.device,
    base: config.base,
    height: config.size,
    width: config.size,
    batch: config.batch,
    lr: config.lr,
    state: initialState(config.base, config.seed),
  });
  const noteSplit = splitNoter(trainer, config.batch, emit);
  noteSplit();

  // 3. The epochs
  const best = { dice: -1, epoch: 0 };
  for (let epoch = 1; epoch <= config.epochs && !signal.aborted; epoch++) {
    const started = performance.now();
    const plan = planEpoch(data, config.batch, random);
    const training = await trainEpoch({ trainer, batchMaker, plan, epoch, emit, signal });
    noteSplit();
    const trainSeconds = (performance.now() - started) / 1000;
    // Whoever stops wants it now; only a run that has no checkpoint yet is validated, so that something is kept.
    if (signal.aborted && best.epoch > 0) break;

    // 4. Validation; the best checkpoint is kept
    const validation = await evaluateSplit(trainer, data, trainer.plan.microBatch);
    const improved = validation.dice > best.dice;
    if (improved) {
      Object.assign(best, { dice: validation.dice, epoch });
      const state = await trainer.readState();
      await writeCheckpoint(runDir, { state, base: config.base, size: config.size, epoch, valDice: validation.dice });
    }

    const metrics: EpochMetrics = {
      epoch,
      tr_loss: training.loss,
      va_loss: validation.loss,
      va_dice: validation.dice,
      va_iou: validation.iou,
      lr: config.lr,
      seconds: (performance.now() - started) / 1000,
      images_per_second: training.images / trainSeconds,
      device: task.device,
      peak_memory_mib: Math.round(process.resourceUsage().maxRSS / 1024),
    };
    await appendMetrics(runDir, metrics);
    emit({ kind: 'epoch', metrics, best: improved });
  }

  emit({ kind: 'done', bestDice: best.dice, bestEpoch: best.epoch, stopped: signal.aborted });
  await batchMaker.close();
  await trainer.release();
  data.close();
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
  epoch: number;
  emit: (event: TrainingEvent) => void;
  signal: AbortSignal;
}

/** One pass over the plan; gives the mean loss over the images seen. */
async function trainEpoch({ trainer, batchMaker, plan, epoch, emit, signal }: EpochWork) {
  let total = 0;
  let images = 0;
  let step = 0;
  for await (const { x, y, count } of batchMaker.batches(plan)) {
    const loss = await trainer.step(x, y, count);
    if (!Number.isFinite(loss)) {
      throw new StudioError(
        `The loss became ${loss} in epoch ${epoch}, step ${step + 1}: train again with a smaller --lr.`,
      );
    }
    total += loss * count;
    images += count;
    emit({ kind: 'step', epoch, step: ++step, steps: plan.length, loss });
    // The step blocks this thread: only here can the host's "stop" be heard.
    await setImmediate();
    if (signal.aborted) break;
  }
  return { loss: total / Math.max(1, images), images };
}

async function appendMetrics(runDir: string, metrics: EpochMetrics): Promise<void> {
  const path = join(runDir, 'metrics.jsonl');
  try {
    await appendFile(path, `${JSON.stringify(metrics)}\n`);
  } catch (error) {
    throw fileError('write', path, error);
  }
}
