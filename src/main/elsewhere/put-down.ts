import { writeFileAtomic } from '../../node/atomic-file.ts';
import { type ProjectPath, projectPath } from '../../node/project-path.ts';
import { readText } from '../../node/read-file.ts';
import { removeFile } from '../../node/remove.ts';
import { preparedSetSchema } from '../../shared/schemas/prepared-set.ts';
import { type EpochMetrics, type TrainingDevice, trainingDeviceSchema } from '../../shared/schemas/training.ts';
import { bestEpoch } from '../../shared/training/best-epoch.ts';
import { isExhausted } from '../../shared/training/early-stopping.ts';
import type { TrainingEvent } from '../../shared/worker-protocol.ts';
import { adoptCheckpoint } from '../jobs/pytorch/adopt-checkpoint.ts';
import type { SpawnWorker } from '../jobs/worker-host.ts';
import type { TrainRequest } from '../jobs/worker-of.ts';

/** What came of a run that another machine has trained. */
export interface PutDown {
  readonly epochs: readonly EpochMetrics[];
  /** The hash of the prepared set that it was trained on. */
  readonly set: string | undefined;
  checkpoint(): Promise<Uint8Array>;
  /** Null where none came. */
  snapshot(): Promise<Uint8Array | null>;
}

const FILES = ['metrics.jsonl', 'unet_crack_best.pt', 'state.safetensors', 'model.onnx'];

/** Puts it into the run's folder and tells of it as if it were being trained; nothing of it stays where its model is damaged. */
export async function* putDown(
  came: PutDown,
  { runDir, preparedDir, config, rival }: TrainRequest,
  spawnWorker: SpawnWorker,
): AsyncGenerator<TrainingEvent> {
  const run = projectPath(runDir);
  const isOfSet = came.set === (await hashOf(preparedDir));
  try {
    await writeFileAtomic(run.join('unet_crack_best.pt'), await came.checkpoint());
    await adoptCheckpoint({ runDir, preparedDir: isOfSet ? preparedDir : null, config, rival }, spawnWorker);
    const snapshot = await came.snapshot();
    if (snapshot) await writeFileAtomic(run.join('state.safetensors'), snapshot);
    const lines = came.epochs.map(epoch => `${JSON.stringify(epoch)}\n`);
    await writeFileAtomic(run.join('metrics.jsonl'), lines.join(''));
  } catch (error) {
    await removeAll(run);
    throw error;
  }
  if (!isOfSet) yield { kind: 'note', text: 'Images, labels or split are others now than those it was trained on.' };
  let best = -1;
  for (const metrics of came.epochs) {
    yield { kind: 'epoch', metrics, best: metrics.va_dice > best };
    best = Math.max(best, metrics.va_dice);
  }
  const kept = bestEpoch(came.epochs, config.keep);
  const dice = came.epochs.map(({ va_dice }) => va_dice);
  const stopped = came.epochs.length < config.epochs && !isExhausted(dice, config.patience);
  yield { kind: 'done', bestDice: kept?.va_dice ?? 0, bestEpoch: kept?.epoch ?? 0, stopped };
}

/** What the last epoch says that it ran on. */
export function deviceOf(epochs: readonly EpochMetrics[]): TrainingDevice {
  return trainingDeviceSchema.catch('pytorch-cpu').parse(epochs.at(-1)?.device);
}

async function hashOf(preparedDir: string): Promise<string | undefined> {
  return preparedSetSchema.parse(JSON.parse(await readText(projectPath(preparedDir).join('manifest.json')))).hash;
}

async function removeAll(run: ProjectPath): Promise<void> {
  for (const name of FILES) await removeFile(run.join(name)).catch(() => {});
}
