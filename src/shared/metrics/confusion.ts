import { sumCounts } from './sum.ts';

/** Pixels by what was predicted and what is true, where "positive" is crack. */
export interface Confusion {
  /** Crack, and predicted so. */
  tp: number;
  /** Predicted crack where there is none. */
  fp: number;
  /** Crack that was missed. */
  fn: number;
  tn: number;
}

/** The reference pipeline's epsilon, above and below the fraction: empty predicted empty scores 1. */
const EPSILON = 1e-6;

/** Counts one image: a pixel is predicted crack where its probability is strictly above `threshold`, and is crack where `mask` is not 0. */
export function countAtThreshold(
  probability: ArrayLike<number>,
  mask: ArrayLike<number>,
  threshold: number,
): Confusion {
  if (probability.length !== mask.length) {
    throw new RangeError(
      `${probability.length} predicted pixels cannot be counted against ${mask.length} of the mask.`,
    );
  }
  let tp = 0;
  let predicted = 0;
  let actual = 0;
  for (let i = 0; i < mask.length; i++) {
    const positive = probability[i] > threshold;
    const crack = mask[i] !== 0;
    if (positive) predicted++;
    if (crack) actual++;
    if (positive && crack) tp++;
  }
  return { tp, fp: predicted - tp, fn: actual - tp, tn: mask.length - predicted - actual + tp };
}

/** The sum of counts, for pooled scores. */
export function addCounts(counts: Iterable<Confusion>): Confusion {
  return sumCounts({ tp: 0, fp: 0, fn: 0, tn: 0 }, counts);
}

/** Dice and IoU of one image as the reference's training reports them. */
export function diceAndIou({ tp, fp, fn }: Confusion): { dice: number; iou: number } {
  return {
    dice: (2 * tp + EPSILON) / (2 * tp + fp + fn + EPSILON),
    iou: (tp + EPSILON) / (tp + fp + fn + EPSILON),
  };
}

/** Scores of the crack class over all pixels counted together. */
export interface PooledScores {
  precision: number;
  recall: number;
  f1: number;
  iou: number;
}

/** Pooled scores. No crack and none predicted scores 1; a share of nothing is 0 otherwise. */
export function pooledScores({ tp, fp, fn }: Confusion): PooledScores {
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : fp + fn === 0 ? 1 : 0);
  return {
    precision: share(tp, tp + fp),
    recall: share(tp, tp + fn),
    f1: share(2 * tp, 2 * tp + fp + fn),
    iou: share(tp, tp + fp + fn),
  };
}
