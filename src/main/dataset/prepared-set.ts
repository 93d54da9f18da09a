import { createHash, type Hash, randomUUID } from 'node:crypto';
import { access, constants, rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import { fileError, StudioError } from '../../shared/errors.ts';
import { resizeCover } from '../../shared/image/cover.ts';
import { resizeBilinear, resizeNearest } from '../../shared/image/resize.ts';
import type { PreparedSet } from '../../shared/schemas/prepared-set.ts';
import type { TrainingConfig } from '../../shared/schemas/training.ts';
import { ByteWriter } from '../files/byte-writer.ts';
import { mapConcurrently } from '../files/concurrency.ts';
import { readGray } from '../images/png.ts';
import { cacheFolder } from '../settings.ts';
import { trainingLayout } from './layout.ts';
import { readMask } from './masks.ts';
import { cacheKey, findCached, removeStale } from './prepared-cache.ts';
import { readSplits } from './read-splits.ts';

export interface PrepareSetOptions {
  /** Training folder with `images/`, `masks/` and `splits/`. */
  readonly dataDir: string;
  /** Side of the square images, px. */
  readonly size: number;
  /** How masks get to that size; `nearest`, as the reference does, when absent. */
  readonly maskReduction?: TrainingConfig['maskReduction'];
  /** Where prepared sets are kept; by default `<dataDir>/.studio/prepared`, or the user's cache folder. */
  readonly cacheDir?: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface PreparedFolder {
  readonly dir: string;
  readonly manifest: PreparedSet;
}

/** Images decoded at a time: enough to keep every processor busy, few enough to keep the memory small. */
const CHUNK = 16;

/**
 * Decodes and resizes the images and masks of both splits once: `images.bin`, `masks.bin` and `manifest.json` (see
 * `preparedSetSchema`) in a folder named by the content, so that a second training on the same files starts at once.
 * Images are resized bilinearly, masks as `maskReduction` says. Throws a StudioError, or the signal's reason.
 */
export async function prepareSet(options: PrepareSetOptions): Promise<PreparedFolder> {
  const { dataDir, size, maskReduction = 'nearest', signal } = options;
  const splits = await readSplits(dataDir);
  if (splits.val.length === 0) {
    throw new StudioError(`The val split of ${dataDir} is empty: label more images, then run \`prepare\` on it again.`);
  }
  const cacheDir = options.cacheDir ?? (await cacheFor(dataDir));
  const dir = join(cacheDir, await cacheKey(dataDir, splits, { size, maskReduction }));
  const cached = await findCached(dir);
  if (cached) {
    await utimes(dir, new Date(), new Date()).catch(() => {});
    return { dir, manifest: cached };
  }
  const temporary = join(cacheDir, `tmp-${randomUUID()}`);
  try {
    const manifest = await writeSet(temporary, [...splits.train, ...splits.val], splits.train.length, options);
    signal.throwIfAborted();
    await moveInPlace(temporary, dir);
    await removeStale(cacheDir);
    return { dir, manifest };
  } finally {
    await rm(temporary, { recursive: true, force: true }).catch(() => {});
  }
}

/** Beside the data, or in the user's cache folder where the data may only be read. */
async function cacheFor(dataDir: string): Promise<string> {
  const writable = await access(dataDir, constants.W_OK).then(
    () => true,
    () => false,
  );
  return writable ? trainingLayout(dataDir).prepared : join(cacheFolder, 'prepared');
}

async function writeSet(
  dir: string,
  names: readonly string[],
  trainCount: number,
  options: PrepareSetOptions,
): Promise<PreparedSet> {
  await makeFolder(dir);
  const hash = createHash('sha256');
  const positive = await writePixels(dir, names, options, hash);
  const indices = names.map((_, index) => index);
  const content: PreparedSet = {
    version: 1,
    size: options.size,
    names: [...names],
    positive,
    train: indices.slice(0, trainCount),
    val: indices.slice(trainCount),
  };
  const manifest = { ...content, hash: hash.update(JSON.stringify(content)).digest('hex') };
  if (!manifest.train.some(index => positive[index])) throw new StudioError('No positive samples in train split.');
  await writeFileAtomic(join(dir, 'manifest.json'), `${JSON.stringify(manifest)}\n`);
  return manifest;
}

/** Streams both `.bin` files through `hash` and returns which masks have any crack pixel. */
async function writePixels(
  dir: string,
  names: readonly string[],
  options: PrepareSetOptions,
  hash: Hash,
): Promise<boolean[]> {
  const positive: boolean[] = [];
  await using images = await ByteWriter.open(join(dir, 'images.bin'));
  await using masks = await ByteWriter.open(join(dir, 'masks.bin'));
  for (let start = 0; start < names.length; start += CHUNK) {
    options.signal.throwIfAborted();
    const chunk = names.slice(start, start + CHUNK);
    for (const pair of await mapConcurrently(chunk, name => decodePair(name, options))) {
      await images.write(pair.image);
      await masks.write(pair.mask);
      hash.update(pair.image).update(pair.mask);
      positive.push(pair.positive);
    }
    options.onProgress?.(start + chunk.length, names.length);
  }
  return positive;
}

async function decodePair(name: string, { dataDir, size, maskReduction }: PrepareSetOptions) {
  const layout = trainingLayout(dataDir);
  const image = await readGray(layout.image(name));
  const mask = await readMask(layout.mask(name));
  if (mask.width !== image.width || mask.height !== image.height) {
    throw new StudioError(`${layout.mask(name)} and its image differ in size: export the mask at the image's size.`);
  }
  const resizeMask = maskReduction === 'cover' ? resizeCover : resizeNearest;
  const small = resizeMask(mask, size, size).data;
  return {
    image: resizeBilinear(image, size, size).data,
    mask: small.map(value => (value > 0 ? 1 : 0)),
    positive: mask.data.includes(255),
  };
}

/** Another training may have prepared the same content meanwhile: then its folder serves as well. A damaged one goes. */
async function moveInPlace(from: string, to: string): Promise<void> {
  if (await findCached(to)) return;
  try {
    await rm(to, { recursive: true, force: true });
    await rename(from, to);
  } catch (error) {
    if (!(await findCached(to))) throw fileError('write', to, error);
  }
}
