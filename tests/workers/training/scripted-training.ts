import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMetrics, type TrainingConfig, trainingConfigSchema } from '../../../src/shared/schemas/training.ts';
import type { TrainingEvent } from '../../../src/shared/worker-protocol.ts';
import type { NetworkSpec } from '../../../src/workers/nn/architecture.ts';
import type { CreateTrainer, Trainer, TrainerOptions } from '../../../src/workers/nn/trainer.ts';
import { runTraining } from '../../../src/workers/training/run-training.ts';
import { readSnapshot } from '../../../src/workers/training/snapshot.ts';

const size = 16;
const pixels = size * size;

/** What a trainer on a bad day does: counts calls over all trainers of a training, from 1, and may throw. */
export interface Script {
  step?(call: number, trainer: Trainer): number;
  validate?(call: number): number;
  readState?(): void;
}

/** Makes trainers that move every weight by the learning rate in each step, but for what the script has them do. */
export function scripted(script: Script): { create: CreateTrainer; made: TrainerOptions[] } {
  const made: TrainerOptions[] = [];
  const calls = { step: 0, validate: 0 };
  const create: CreateTrainer = async options => {
    made.push(options);
    let { state } = options;
    const microBatch = options.microBatch ?? options.batch;
    const trainer: Trainer = {
      plan: { microBatch, bytes: 0 },
      async step(_x, _y, _count, lr = options.lr) {
        const loss = script.step?.(++calls.step, trainer) ?? 0.5;
        state = { ...state, params: state.params.map(weight => weight - lr), step: state.step + 1 };
        return loss;
      },
      async validate(_x, _y, count) {
        const loss = script.validate?.(++calls.validate) ?? 0.5;
        return { loss, logits: new Float32Array(count * pixels).fill(1) };
      },
      async readState() {
        script.readState?.();
        return state;
      },
      async writeState(next) {
        state = next;
      },
      async release() {},
    };
    return trainer;
  };
  return { create, made };
}

/** Eight images train and four validate: a prepared set and a folder for a run. What all its trainings have in common is `common`. */
export function newRun(common: { size?: number } & Partial<NetworkSpec> = {}) {
  const network = { base: 2, ...common };
  const side = common.size ?? size;
  const folder = mkdtempSync(join(tmpdir(), 'studio-'));
  const preparedDir = join(folder, 'prepared');
  const runDir = join(folder, 'models', 'run');
  for (const dir of [preparedDir, runDir]) mkdirSync(dir, { recursive: true });
  const names = Array.from({ length: 12 }, (_, i) => `${i}.png`);
  const indices = names.map((_, i) => i);
  const splits = { train: indices.slice(0, 8), val: indices.slice(8) };
  const manifest = { version: 1, size: side, names, positive: names.map(() => true), ...splits };
  writeFileSync(join(preparedDir, 'manifest.json'), JSON.stringify(manifest));
  const bytes = (value: (i: number) => number) =>
    Uint8Array.from({ length: names.length * side * side }, (_, i) => value(i));
  writeFileSync(
    join(preparedDir, 'images.bin'),
    bytes(i => (i * i) % 251),
  );
  writeFileSync(
    join(preparedDir, 'masks.bin'),
    bytes(i => (i % 7 === 0 ? 1 : 0)),
  );

  /** Four steps an epoch, of two images each; asked to stop after so many. */
  async function train(
    createTrainer?: CreateTrainer,
    settings: Partial<TrainingConfig> & { resume?: boolean } = {},
    stopAfter = Number.POSITIVE_INFINITY,
  ) {
    const { resume = false, ...changes } = settings;
    const given = { size: side, ...network, batch: 2, epochs: 3, workers: 0, ...changes };
    // The width of a ResNet is no setting, but the worker would take it.
    const config: TrainingConfig & NetworkSpec = { ...trainingConfigSchema.parse(given), ...network };
    const events: TrainingEvent[] = [];
    const task = {
      preparedDir,
      runDir,
      config,
      device: 'cpu',
      resume,
      ...(createTrainer ? { createTrainer } : {}),
    } as const;
    const stopping = new AbortController();
    let taken = 0;
    const send = (event: TrainingEvent) => {
      events.push(event);
      if (event.kind === 'step' && ++taken === stopAfter) stopping.abort();
    };
    const error = await runTraining(task, send, stopping.signal).then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    const notes = events.flatMap(event => (event.kind === 'note' ? [event.text] : []));
    const steps = events.flatMap(event => (event.kind === 'step' ? [`${event.epoch}.${event.step}`] : []));
    const losses = events.flatMap(event => (event.kind === 'step' ? [event.loss] : []));
    return { error, notes, steps, losses, done: events.find(event => event.kind === 'done') };
  }

  return {
    runDir,
    train,
    metrics: () => parseMetrics(readFileSync(join(runDir, 'metrics.jsonl'), 'utf8')),
    snapshot: () => readSnapshot(runDir, network),
  };
}

/** The steps of so many epochs, as `train` tells them. */
export function stepsOf(...epochs: number[]): string[] {
  return epochs.flatMap(epoch => [1, 2, 3, 4].map(step => `${epoch}.${step}`));
}
