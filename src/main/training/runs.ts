import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunSummary } from '../../shared/contract-training.ts';
import { fileError, usageError } from '../../shared/errors.ts';
import { type EpochMetrics, epochMetricsSchema, trainingConfigSchema } from '../../shared/schemas/training.ts';
import { mapConcurrently } from '../files/concurrency.ts';
import { exists } from '../files/listing.ts';
import { isPlainName, resolveInside } from '../project/resolve-inside.ts';

export interface RunRecord {
  readonly run: RunSummary;
  readonly epochs: EpochMetrics[];
}

/** All runs in the folder of models, the newest first. Throws a StudioError. */
export async function listRuns(models: string): Promise<RunSummary[]> {
  const names = (await exists(models)) ? await readdir(models).catch(failure('read', models)) : [];
  const found = await mapConcurrently(names.filter(isPlainName), async name =>
    (await isRun(join(models, name))) ? [(await readRecord(models, name)).run] : [],
  );
  return found.flat().sort((a, b) => b.startedAt - a.startedAt || (a.name < b.name ? 1 : -1));
}

/** One run with all its epochs. Throws a StudioError. */
export async function readRun(models: string, name: string): Promise<RunRecord> {
  await existingRun(models, name);
  return readRecord(models, name);
}

/** Gives a run another name: that of its folder. Throws a StudioError. */
export async function renameRun(models: string, name: string, to: string): Promise<RunSummary> {
  const from = await existingRun(models, name);
  const target = resolveInside(models, to);
  // On a disk that ignores case the target is the folder itself when only the case changes.
  if (name.toLowerCase() !== to.toLowerCase() && (await exists(target))) {
    throw usageError(`There is already a run named ${to}: choose another name.`);
  }
  await rename(from, target).catch(failure('write', target));
  return (await readRecord(models, to)).run;
}

/** Deletes a run with its model. Throws a StudioError. */
export async function deleteRun(models: string, name: string): Promise<void> {
  const dir = await existingRun(models, name);
  await rm(dir, { recursive: true, maxRetries: 3 }).catch(failure('write', dir));
}

async function existingRun(models: string, name: string): Promise<string> {
  const dir = resolveInside(models, name);
  if (!(await isRun(dir))) throw usageError(`There is no run named ${name} any more: it was renamed or deleted.`);
  return dir;
}

/** A folder is a run when a training has written its settings into it. */
function isRun(dir: string): Promise<boolean> {
  return exists(join(dir, 'config.json'));
}

async function readRecord(models: string, name: string): Promise<RunRecord> {
  const dir = resolveInside(models, name);
  const epochs = await readMetrics(join(dir, 'metrics.jsonl'));
  const best = epochs.reduce<EpochMetrics | null>((a, b) => (a && a.va_dice >= b.va_dice ? a : b), null);
  const run = {
    name,
    // Settings are written once, when the training starts.
    startedAt: (await stat(join(dir, 'config.json')).catch(failure('read', dir))).mtimeMs,
    config: await readConfig(join(dir, 'config.json')),
    epochs: epochs.length,
    best: best && { epoch: best.epoch, dice: best.va_dice, iou: best.va_iou },
    seconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0),
    model: await exists(join(dir, 'model.onnx')),
  };
  return { run, epochs };
}

/** The settings, or null when they are another program's. */
async function readConfig(path: string): Promise<RunSummary['config']> {
  try {
    return trainingConfigSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

/** The epochs of `metrics.jsonl`; a line that a crash broke off is passed over. */
async function readMetrics(path: string): Promise<EpochMetrics[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').flatMap(line => {
    try {
      return [epochMetricsSchema.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}

function failure(doing: 'read' | 'write', path: string) {
  return (error: unknown): never => {
    throw fileError(doing, path, error);
  };
}
