import type { FilePath } from '../../node/project-path.ts';
import type { DatasetSummary } from '../../shared/contract-dataset.ts';
import { adviseOn } from '../../shared/dataset/advice.ts';
import { parseFrameTime } from '../../shared/dataset/sample-name.ts';
import type { ImageSummary } from '../../shared/schemas/label.ts';
import { exists } from '../files/listing.ts';
import { readSplitRecord } from '../layout/split-record.ts';
import { trainingLayout } from '../layout/training-layout.ts';
import type { MaskCount } from './mask-counts.ts';
import { readNames } from './read-splits.ts';

export interface SummaryInput {
  /** The training folder. */
  readonly dir: FilePath;
  readonly images: readonly ImageSummary[];
  /** Those that train and validate, and what their masks say, in the same order. */
  readonly eligible: readonly ImageSummary[];
  readonly counts: readonly MaskCount[];
}

/** Everything that the Dataset stage shows. Throws a StudioError when the split's lists cannot be read. */
export async function summarise({ dir, images, eligible, counts }: SummaryInput): Promise<DatasetSummary> {
  const states = { unlabelled: 0, 'in progress': 0, verified: 0 };
  const reviews = { approved: 0, returned: 0, answered: 0 };
  for (const { state, review } of images) {
    states[state]++;
    if (review) reviews[review]++;
  }
  const positive = new Set(eligible.filter((_, i) => counts[i].crackPixels > 0).map(({ name }) => name));
  const sum = (of: (count: MaskCount) => number) => counts.reduce((total, count) => total + of(count), 0);
  const facts = {
    images: images.length,
    states,
    reviews,
    eligible: eligible.length,
    positives: positive.size,
    pixels: sum(count => count.pixels),
    crackPixels: sum(count => count.crackPixels),
    split: await readSplit(dir, new Set(eligible.map(({ name }) => name)), positive),
  };
  const timed = eligible.some(({ name }) => parseFrameTime(name) !== null);
  return { ...facts, advice: adviseOn({ ...facts, timed }) };
}

async function readSplit(
  dir: FilePath,
  eligible: ReadonlySet<string>,
  positive: ReadonlySet<string>,
): Promise<DatasetSummary['split']> {
  const { splits } = trainingLayout(dir);
  const [trainList, valList] = [splits.join('train.txt'), splits.join('val.txt')];
  if (!(await exists(trainList)) || !(await exists(valList))) return null;
  const [train, val] = [await readNames(dir, trainList), await readNames(dir, valList)];
  const leftOutList = splits.join('left-out.txt');
  const leftOut = (await exists(leftOutList)) ? await readNames(dir, leftOutList) : [];
  const known = new Set([...train, ...val, ...leftOut]);
  const gone = [...known].filter(name => !eligible.has(name)).length;
  const come = [...eligible].filter(name => !known.has(name)).length;
  const side = (names: readonly string[]) => ({
    images: names.length,
    positives: names.filter(name => positive.has(name)).length,
  });
  return {
    train: side(train),
    val: side(val),
    leftOut: leftOut.length,
    record: await readSplitRecord(dir, { train, val }),
    changed: gone + come,
  };
}
