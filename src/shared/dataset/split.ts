import { Random } from '../random.ts';
import type { Split, SplitItem, SplitOptions } from '../schemas/split.ts';
import { valQuota } from './quota.ts';
import { splitByVideo } from './split-by-video.ts';

/** Deals frames to train and val, the same for the same names, classes and seed, in whatever order they come. */
export function splitFrames(items: readonly SplitItem[], options: SplitOptions): Split {
  const sorted = [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
  return options.group === 'video' ? splitByVideo(sorted, options) : splitByFile(sorted, options);
}

/** The reference rule (`prep_dataset`): per class, the first of a shuffled list go to val; both sides shuffled again. */
function splitByFile(items: readonly SplitItem[], options: SplitOptions): Split {
  const random = new Random(options.seed);
  const positives = random.shuffled(items.filter(item => item.positive));
  const negatives = random.shuffled(items.filter(item => !item.positive));
  const quota = valQuota(positives.length, negatives.length, options);
  const val = [...positives.slice(0, quota.positives), ...negatives.slice(0, quota.negatives)];
  const train = [...positives.slice(quota.positives), ...negatives.slice(quota.negatives)];
  const names = (side: SplitItem[]) => random.shuffled(side).map(item => item.name);
  return { train: names(train), val: names(val), leftOut: [] };
}
