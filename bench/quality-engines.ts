import { join } from 'node:path';
import { execa } from 'execa';
import { type EvaluatedSplit, evaluateSet } from '../src/main/inspection/evaluate.ts';
import { exportModel } from '../src/main/jobs/export-model.ts';
import { openPredictor } from '../src/main/jobs/predictor.ts';
import { forkWorker } from '../src/main/jobs/worker-host.ts';
import { trainModel } from '../src/main/training/train-model.ts';
import type { TrainingConfig } from '../src/shared/schemas/training.ts';

/** What one training gave. */
export interface Quality {
  /** As the training reports it: at its input's size, or for crops at native resolution. */
  readonly bestDice: number;
  /** Of the val images whole at native resolution: the same ground for all. */
  readonly nativeDice: number;
  readonly nativeF1: number;
}

/** The peer's program, and the side of its input, which its checkpoint does not tell. */
interface Peer {
  readonly python: string;
  readonly script: string;
  readonly size: string;
}

/** Trains a model of ours into the folder of the data. */
export async function trainOurs(dataDir: string, config: TrainingConfig): Promise<Quality> {
  const { bestDice, runDir } = await trainModel({
    dataDir,
    outDir: join(dataDir, 'dl_models'),
    config,
    spawnWorker: forkWorker,
    signal: new AbortController().signal,
    onEvent() {},
  });
  return { bestDice, ...(await judge(join(runDir, 'model.onnx'), dataDir)) };
}

/** The peer's `train` job prints one JSON line an epoch, with the best Dice so far, and keeps that epoch's checkpoint. */
export async function trainTorch(
  { python, script, size }: Peer,
  dataDir: string,
  flags: string[],
  seed: number,
): Promise<Quality> {
  const checkpoint = join(dataDir, 'peer.pt');
  const { stdout } = await execa(python, [
    script,
    'train',
    '--cpu',
    '--data',
    dataDir,
    '--save',
    checkpoint,
    ...flags,
    '--seed',
    String(seed),
  ]);
  const { best } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
  const model = join(dataDir, 'peer.onnx');
  const task = { model: checkpoint, to: 'onnx', out: model, half: false, fold: false } as const;
  await exportModel(task, forkWorker, new AbortController().signal);
  return { bestDice: Number(best), ...(await judge(model, dataDir, { size: Number(size) })) };
}

/** Scores a model as `studio evaluate` does, shown pictures as it was trained; `size` for one whose file does not tell. */
export async function judge(
  model: string,
  dir: string,
  { size, split = 'val' }: { readonly size?: number; readonly split?: EvaluatedSplit } = {},
) {
  const opened = await openPredictor({ model, device: 'cpu', spawnWorker: forkWorker });
  const predictor: typeof opened = {
    ...opened,
    predict: (image, mode, options) => opened.predict(image, mode, { ...options, size }),
  };
  try {
    const { meanDice, pooled } = await evaluateSet({ predictor, dir, split, threshold: 0.5, mode: 'trained' });
    return { nativeDice: meanDice, nativeF1: pooled.f1 };
  } finally {
    opened.close();
  }
}
