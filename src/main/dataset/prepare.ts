import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import type { FilePath } from '../../node/project-path.ts';
import { removeFile, sweep } from '../../node/remove.ts';
import type { SplitRecord } from '../../shared/contract-dataset.ts';
import { parseFrameTime } from '../../shared/dataset/sample-name.ts';
import { splitFrames } from '../../shared/dataset/split.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Split, SplitOptions } from '../../shared/schemas/split.ts';
import { mapConcurrently } from '../files/concurrency.ts';
import { inspectMask, type MaskState, normaliseMask, writeEmptyMask } from '../images/masks.ts';
import { writeSplitRecord } from '../layout/split-record.ts';
import { trainingLayout } from '../layout/training-layout.ts';
import { listImages } from './empty-masks.ts';

export interface PrepareOptions extends Pick<SplitOptions, 'valRatio' | 'minValPos' | 'seed'> {
  readonly dir: FilePath;
  /** The images to take; all by default. */
  readonly only?: ReadonlySet<string> | undefined;
  /** By default `video` when any name carries a time, else `file`. */
  readonly group?: 'file' | 'video' | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What `prepare` found and did, by the names that `--json` prints. */
export interface PrepareReport {
  readonly images: number;
  readonly positives: number;
  readonly negatives: number;
  readonly masks_created: number;
  readonly masks_rewritten: number;
  readonly masks_odd: number;
  readonly group: 'file' | 'video';
  readonly train: number;
  readonly train_positives: number;
  readonly val: number;
  readonly val_positives: number;
  readonly left_out: number;
}

/**
 * Makes a folder of images and masks ready to train: every image a mask of 0 and 255, and `splits/train.txt`, `val.txt`.
 * Everything is read and checked before the first file is written. Throws a StudioError.
 */
export async function prepare(options: PrepareOptions): Promise<PrepareReport> {
  const dir = trainingLayout(options.dir).folder;
  const { masks: folder, splits } = trainingLayout(dir);
  for (const each of [folder, splits]) await sweep(each);
  const masks = await inspectMasks({ ...options, dir });
  if (!masks.some(mask => mask.positive)) {
    throw new StudioError(`No positive mask in ${folder}: label at least one crack, or check the export.`);
  }
  const group = options.group ?? (masks.some(mask => parseFrameTime(mask.name)) ? 'video' : 'file');
  const split = splitFrames(masks, { ...options, group });
  await writeMasks(masks, { ...options, dir });
  const { valRatio, minValPos, seed } = options;
  await writeSplits(dir, split, { group, valRatio, minValPos, seed, at: new Date().toISOString() });
  return reportOf(masks, split, group);
}

async function inspectMasks({ dir, only, signal, onProgress }: PrepareOptions): Promise<MaskState[]> {
  const names = (await listImages(dir)).filter(name => !only || only.has(name));
  let done = 0;
  return mapConcurrently(names, async name => {
    signal?.throwIfAborted();
    const mask = await inspectMask(dir, name);
    onProgress?.(++done, names.length);
    return mask;
  });
}

async function writeMasks(masks: readonly MaskState[], { dir, signal }: PrepareOptions): Promise<void> {
  await makeFolder(trainingLayout(dir).masks);
  await mapConcurrently(masks, async mask => {
    signal?.throwIfAborted();
    if (mask.missing) await writeEmptyMask(dir, mask);
    else if (!mask.normal) await normaliseMask(dir, mask.name);
  });
}

/** One file name a line. `left-out.txt` lists the guards of the split by video, and is there only if there are any. */
async function writeSplits(dir: FilePath, split: Split, record: SplitRecord): Promise<void> {
  const { splits } = trainingLayout(dir);
  await makeFolder(splits);
  const lines = (names: readonly string[]) => names.map(name => `${name}\n`).join('');
  await writeFileAtomic(splits.join('train.txt'), lines(split.train));
  await writeFileAtomic(splits.join('val.txt'), lines(split.val));
  await writeSplitRecord(dir, split, record);
  const leftOut = splits.join('left-out.txt');
  if (split.leftOut.length > 0) return writeFileAtomic(leftOut, lines(split.leftOut));
  await removeFile(leftOut);
}

function reportOf(masks: readonly MaskState[], split: Split, group: SplitOptions['group']): PrepareReport {
  const count = (test: (mask: MaskState) => boolean) => masks.filter(test).length;
  const positive = new Set(masks.filter(mask => mask.positive).map(mask => mask.name));
  const positives = (names: readonly string[]) => names.filter(name => positive.has(name)).length;
  return {
    images: masks.length,
    positives: positive.size,
    negatives: masks.length - positive.size,
    masks_created: count(mask => mask.missing),
    masks_rewritten: count(mask => !mask.missing && !mask.normal),
    masks_odd: count(mask => mask.odd),
    group,
    train: split.train.length,
    train_positives: positives(split.train),
    val: split.val.length,
    val_positives: positives(split.val),
    left_out: split.leftOut.length,
  };
}
