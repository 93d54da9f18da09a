import { listFolder } from '../../node/folders.ts';
import { moveInside } from '../../node/move.ts';
import type { ProjectPath } from '../../node/project-path.ts';
import { removeFolder } from '../../node/remove.ts';
import type { RunSummary } from '../../shared/contract-training.ts';
import { usageError } from '../../shared/errors.ts';
import { type EpochMetrics, parseMetrics, trainingConfigSchema } from '../../shared/schemas/training.ts';
import { bestEpoch } from '../../shared/training/best-epoch.ts';
import { isExhausted } from '../../shared/training/early-stopping.ts';
import { mapConcurrently } from '../files/concurrency.ts';
import { exists } from '../files/listing.ts';
import { readText, statOf } from '../files/read.ts';
import { isPlainName, resolveInside } from '../files/resolve-inside.ts';
import { readRunConfig } from '../layout/run-config.ts';
import { holdRun } from './run-folder.ts';

export interface RunRecord {
  readonly run: RunSummary;
  readonly epochs: EpochMetrics[];
}

/** All runs in the folder of models, the newest first. Throws a StudioError. */
export async function listRuns(models: ProjectPath): Promise<RunSummary[]> {
  const names = (await exists(models)) ? await listFolder(models) : [];
  const found = await mapConcurrently(names.filter(isPlainName), async name =>
    (await isRun(models.join(name))) ? [(await readRecord(models, name)).run] : [],
  );
  return found.flat().sort((a, b) => b.startedAt - a.startedAt || (a.name < b.name ? 1 : -1));
}

/** One run with all its epochs. Throws a StudioError. */
export async function readRun(models: ProjectPath, name: string): Promise<RunRecord> {
  await existingRun(models, name);
  return readRecord(models, name);
}

/** Gives a run another name: that of its folder. Throws a StudioError, also while it is being trained. */
export async function renameRun(models: ProjectPath, name: string, to: string): Promise<RunSummary> {
  const from = await existingRun(models, name);
  const target = resolveInside(models, to);
  // On a disk that ignores case the target is the folder itself when only the case changes.
  if (name.toLowerCase() !== to.toLowerCase() && (await exists(target))) {
    throw usageError(`There is already a run named ${to}: choose another name.`);
  }
  await using _held = await holdRun(from);
  await moveInside(from, target);
  return (await readRecord(models, to)).run;
}

/** Deletes a run with its model. Throws a StudioError, also while it is being trained. */
export async function deleteRun(models: ProjectPath, name: string): Promise<void> {
  const run = await existingRun(models, name);
  await using _held = await holdRun(run);
  await removeFolder(run);
}

/** The folder of a run. Throws a StudioError when there is none of that name. */
export async function existingRun(models: ProjectPath, name: string): Promise<ProjectPath> {
  const dir = resolveInside(models, name);
  if (!(await isRun(dir))) throw usageError(`There is no run named ${name} any more: it was renamed or deleted.`);
  return dir;
}

/** A folder is a run when a training has written its settings into it. */
function isRun(dir: ProjectPath): Promise<boolean> {
  return statOf(dir.join('config.json')).then(
    stats => stats.isFile(),
    () => false,
  );
}

async function readRecord(models: ProjectPath, name: string): Promise<RunRecord> {
  const dir = resolveInside(models, name);
  const epochs = parseMetrics(await readText(dir.join('metrics.jsonl')).catch(() => ''));
  const dice = epochs.map(({ va_dice }) => va_dice);
  const config = await readRunConfig(dir).catch(() => null);
  const best = bestEpoch(epochs, config?.keep ?? 'dice');
  const run = {
    name,
    startedAt: config?.started ? Date.parse(config.started) : await timeOf(dir),
    config: config && trainingConfigSchema.parse(config),
    epochs: epochs.length,
    best: best ? { epoch: best.epoch, dice: best.va_dice, iou: best.va_iou } : null,
    seconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0),
    model: await exists(dir.join('model.onnx')),
    resumable: config !== null && (await exists(dir.join('state.safetensors'))),
    exhausted: config !== null && epochs.length < config.epochs && isExhausted(dice, config.patience),
  };
  return { run, epochs };
}

/** Of another program's run: when its settings were written. */
async function timeOf(dir: ProjectPath): Promise<number> {
  return (await statOf(dir.join('config.json'))).mtimeMs;
}
