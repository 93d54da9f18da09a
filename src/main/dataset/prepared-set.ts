import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { canWriteTo, makeFolder, touch } from '../../node/folders.ts';
import { moveInside } from '../../node/move.ts';
import { type FilePath, type ProjectPath, projectPath, realPathOf } from '../../node/project-path.ts';
import { removeFolder } from '../../node/remove.ts';
import { temporaryName } from '../../node/temporary-name.ts';
import { StudioError } from '../../shared/errors.ts';
import type { PreparedSet } from '../../shared/schemas/prepared-set.ts';
import type { TrainingConfig } from '../../shared/schemas/training.ts';
import { trainingLayout } from '../layout/training-layout.ts';
import { cacheFolder } from '../settings.ts';
import { cacheKey, findCached, removeStale } from './prepared-cache.ts';
import { type PixelOptions, writePixels } from './prepared-pixels.ts';
import { readSplits } from './read-splits.ts';

export interface PrepareSetOptions {
  /** Training folder with `images/`, `masks/` and `splits/`. */
  readonly dataDir: FilePath;
  /** Side of the network's square input, px. */
  readonly size: number;
  /** Whether images are resized to it, as they are when absent, or kept at native resolution. */
  readonly input?: TrainingConfig['input'];
  /** How masks get to that size; `nearest`, as the reference does, when absent. */
  readonly maskReduction?: TrainingConfig['maskReduction'];
  /** The classes that are told apart; none when absent. */
  readonly classes?: TrainingConfig['classes'];
  /** Where prepared sets are kept; by default `<dataDir>/.studio/prepared`, or the user's cache folder. */
  readonly cacheDir?: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface PreparedFolder {
  /** Its real path, for the process that trains. */
  readonly dir: string;
  readonly manifest: PreparedSet;
}

/**
 * Decodes the images and masks of both splits once: `.bin` files and `manifest.json` (see `preparedSetSchema`) in a folder
 * named by the content, so that a second training on the same files starts at once. Unless the set is a native one, images
 * are resized bilinearly, masks as `maskReduction` says. Throws a StudioError, or the signal's reason.
 */
export async function prepareSet(options: PrepareSetOptions): Promise<PreparedFolder> {
  const { signal } = options;
  const dataDir = projectPath(options.dataDir);
  const settled: PixelOptions = { input: 'resize', maskReduction: 'nearest', classes: [], ...options, dataDir };
  const splits = await readSplits(dataDir);
  if (splits.val.length === 0) {
    throw new StudioError(`The val split of ${dataDir} is empty: label more images, then run \`prepare\` on it again.`);
  }
  const named = options.cacheDir ?? (await cacheFor(dataDir));
  await makeFolder(named);
  const cacheDir = projectPath(named);
  const dir = cacheDir.join(await cacheKey(dataDir, splits, settled));
  const cached = await findCached(dir);
  if (cached) {
    await touch(dir);
    return { dir: await realPathOf(dir), manifest: cached };
  }
  const temporary = cacheDir.join(temporaryName());
  try {
    const manifest = await writeSet(temporary, [...splits.train, ...splits.val], splits.train.length, settled);
    signal.throwIfAborted();
    await moveInPlace(temporary, dir);
    await removeStale(cacheDir);
    return { dir: await realPathOf(dir), manifest };
  } finally {
    await removeFolder(temporary).catch(() => {});
  }
}

/** Beside the data, or in the user's cache folder where the data may only be read. */
async function cacheFor(dataDir: ProjectPath): Promise<FilePath> {
  return (await canWriteTo(dataDir)) ? trainingLayout(dataDir).prepared : join(cacheFolder, 'prepared');
}

async function writeSet(
  dir: ProjectPath,
  names: readonly string[],
  trainCount: number,
  options: PixelOptions,
): Promise<PreparedSet> {
  await makeFolder(dir);
  const hash = createHash('sha256');
  const { positive, places, values, others } = await writePixels(dir, names, options, hash);
  requireEveryClass(options.classes, values.slice(0, trainCount));
  const indices = names.map((_, index) => index);
  const content: PreparedSet = {
    version: 1,
    size: options.size,
    names: [...names],
    positive,
    ...(options.classes.length > 0 && { classes: [...options.classes] }),
    ...(others.size > 0 && { others: [...others].sort() }),
    train: indices.slice(0, trainCount),
    val: indices.slice(trainCount),
    ...(places && { places }),
  };
  const manifest = { ...content, hash: hash.update(JSON.stringify(content)).digest('hex') };
  if (!manifest.train.some(index => positive[index])) throw new StudioError('No positive samples in train split.');
  await writeFileAtomic(dir.join('manifest.json'), `${JSON.stringify(manifest)}\n`);
  return manifest;
}

/** A class that no train image shows is a slip, or too early: nothing could be learned of it. */
function requireEveryClass(classes: readonly string[], values: readonly ReadonlySet<number>[]): void {
  const missing = classes.find((_, i) => !values.some(found => found.has(i + 1)));
  if (missing === undefined) return;
  throw new StudioError(`No train image has a label of the class ${missing}: label some, or train without this class.`);
}

/** Another training may have prepared the same content meanwhile: then its folder serves as well. A damaged one goes. */
async function moveInPlace(from: ProjectPath, to: ProjectPath): Promise<void> {
  if (await findCached(to)) return;
  try {
    await removeFolder(to);
    await moveInside(from, to);
  } catch (error) {
    if (!(await findCached(to))) throw error;
  }
}
