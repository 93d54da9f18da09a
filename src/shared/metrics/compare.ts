import { bootstrapInterval, type Interval } from './bootstrap.ts';
import { pooledScores } from './confusion.ts';
import type { ImageScore } from './image-score.ts';

/** A score of the second run less that of the first, and its 95 % bootstrap interval over images. */
export interface Difference extends Interval {
  readonly difference: number;
}

export interface ScoreDifferences {
  readonly meanDice: Difference;
  readonly pooledF1: Difference;
}

/** Images below which a percentile interval is known to be too narrow. */
const FEW = 20;

/**
 * How much better the second run is than the first on the same images in the same order. The intervals are paired: each
 * sample draws images, and takes both runs' scores of them. Throws a RangeError when the images are not the same.
 */
export function compareScores(
  first: readonly ImageScore[],
  second: readonly ImageScore[],
  seed: number,
): ScoreDifferences {
  if (first.length !== second.length || first.some(({ image }, i) => image !== second[i].image)) {
    throw new RangeError('Two runs are compared on the same images in the same order.');
  }
  const everyImage = Uint32Array.from(first, (_, i) => i);
  const compared = (of: (scores: readonly ImageScore[], sample: Uint32Array) => number): Difference => {
    const statistic = (sample: Uint32Array) => of(second, sample) - of(first, sample);
    return { difference: statistic(everyImage), ...bootstrapInterval({ count: first.length, statistic, seed }) };
  };
  return { meanDice: compared(meanDice), pooledF1: compared(pooledF1) };
}

function meanDice(scores: readonly ImageScore[], sample: Uint32Array): number {
  let sum = 0;
  for (const i of sample) sum += scores[i].dice;
  return sum / sample.length;
}

/** F1 over all pixels of a sample of images: their positions. */
export function pooledF1(scores: readonly ImageScore[], sample: Uint32Array): number {
  let [tp, fp, fn] = [0, 0, 0];
  for (const i of sample) {
    const { counts } = scores[i];
    tp += counts.tp;
    fp += counts.fp;
    fn += counts.fn;
  }
  return pooledScores({ tp, fp, fn, tn: 0 }).f1;
}

/** What the differences of `images` images allow to say about two runs, in one sentence that claims no more. */
export function verdictOf(
  { meanDice, pooledF1 }: ScoreDifferences,
  images: number,
  [first, second]: readonly [string, string],
): string {
  if (images === 1) return 'One image cannot tell the two runs apart.';
  const better = ({ low, high }: Interval) => (low > 0 ? second : high < 0 ? first : null);
  const [byDice, byF1] = [better(meanDice), better(pooledF1)];
  const rough = images < FEW ? `, and with ${images} images the intervals themselves are rough` : '';
  if (byDice === null && byF1 === null) {
    return `Both intervals contain 0: these ${images} images cannot tell the two runs apart.`;
  }
  if (byDice === byF1) {
    const other = byDice === first ? second : first;
    return `Both intervals leave out 0: on images like these ${images}, ${byDice} scores higher than ${other}; training anew with another seed may still turn that round${rough}.`;
  }
  if (byDice !== null && byF1 !== null) {
    return `Mean Dice speaks for ${byDice} and pooled F1 for ${byF1}: which run is better depends on what you count${rough}.`;
  }
  const [clear, open] = byDice === null ? ['pooled F1', 'mean Dice'] : ['mean Dice', 'pooled F1'];
  return `The interval of ${clear} leaves out 0 in favour of ${byDice ?? byF1}, that of ${open} contains it: these ${images} images hint at a difference and do not settle it${rough}.`;
}
