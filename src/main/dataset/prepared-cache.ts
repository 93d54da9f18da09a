import { createHash } from 'node:crypto';
import { namesIn } from '../../node/folders.ts';
import type { FilePath, ProjectPath } from '../../node/project-path.ts';
import { removeFolder, sweep } from '../../node/remove.ts';
import { isSystemError } from '../../node/system-error.ts';
import { fileError, StudioError } from '../../shared/errors.ts';
import { fileSizes, type PreparedSet, preparedSetSchema } from '../../shared/schemas/prepared-set.ts';
import type { TrainingConfig } from '../../shared/schemas/training.ts';
import { mapConcurrently } from '../files/concurrency.ts';
import { readText, statOf } from '../files/read.ts';
import { trainingLayout } from '../layout/training-layout.ts';
import { readLabelText } from './class-masks.ts';
import type { Splits } from './read-splits.ts';

/** Prepared sets kept per folder: enough to go back and forth between two input sizes. */
const KEPT = 3;

/**
 * Names the content of a prepared set: how it is resized, if at all, the splits, size and modification time of every file they
 * name, and with classes the content of their label documents. Throws a StudioError when one is missing.
 */
export async function cacheKey(
  dataDir: ProjectPath,
  splits: Splits,
  { input, size, maskReduction, classes }: Pick<TrainingConfig, 'input' | 'size' | 'maskReduction' | 'classes'>,
): Promise<string> {
  const layout = trainingLayout(dataDir);
  const stamps = await mapConcurrently([...splits.train, ...splits.val], async name => [
    name,
    await stampOf(layout.image(name), name, dataDir),
    await stampOf(layout.mask(name), name, dataDir),
    // What the masks do not tell.
    ...(classes.length > 0 ? [await digestOfLabels(dataDir, name)] : []),
  ]);
  // Sets prepared before there was a choice are found again.
  const resized = maskReduction === 'nearest' ? { size } : { size, maskReduction };
  const pixels = { ...(input === 'tile' ? { size, input } : resized), ...(classes.length > 0 && { classes }) };
  const content = JSON.stringify({ version: 1, ...pixels, train: splits.train.length, stamps });
  return createHash('sha256').update(content).digest('hex').slice(0, 24);
}

async function digestOfLabels(dataDir: FilePath, name: string): Promise<string> {
  const text = await readLabelText(dataDir, name);
  return text === null ? '' : createHash('sha256').update(text).digest('base64');
}

async function stampOf(path: ProjectPath, name: string, dataDir: FilePath): Promise<string> {
  try {
    const { size, mtimeMs } = await statOf(path);
    return `${size} ${mtimeMs}`;
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw fileError('read', path.path, error);
    throw new StudioError(`The splits name ${name}, but ${path} does not exist: run \`prepare\` on ${dataDir} again.`);
  }
}

/** The manifest of a prepared set that is there and whole, or null. */
export async function findCached(dir: ProjectPath): Promise<PreparedSet | null> {
  try {
    const manifest = preparedSetSchema.parse(JSON.parse(await readText(dir.join('manifest.json'))));
    const files = Object.entries(fileSizes(manifest));
    const isWhole = async ([name, bytes]: [string, number]) => {
      const stats = await statOf(dir.join(name));
      return stats.isFile() && stats.size === bytes;
    };
    const whole = await Promise.all(files.map(isWhole));
    return manifest.hash && whole.every(Boolean) ? manifest : null;
  } catch {
    return null;
  }
}

/** Keeps the sets used last. What cannot be removed, say on Windows while a training reads it, stays until next time. */
export async function removeStale(cacheDir: ProjectPath): Promise<void> {
  await sweep(cacheDir);
  const names = (await namesIn(cacheDir)).filter(name => !name.startsWith('.'));
  const sets = await Promise.all(
    names.map(async name => {
      const path = cacheDir.join(name);
      const used = await statOf(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => Date.now(),
      );
      return { path, used };
    }),
  );
  const stale = sets.sort((a, b) => b.used - a.used).slice(KEPT);
  for (const { path } of stale) await removeFolder(path).catch(() => {});
}
