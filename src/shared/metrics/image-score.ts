import type { GrayImage } from '../image/gray-image.ts';
import {
  addCounts,
  type Confusion,
  countAtThreshold,
  diceAndIou,
  type PooledScores,
  pooledScores,
} from './confusion.ts';
import { addTolerant, countTolerant, type TolerantCounts, type TolerantScores, tolerantScores } from './tolerance.ts';

/** One image's scores, counted at the size of its mask. */
export interface ImageScore {
  readonly image: string;
  readonly dice: number;
  readonly iou: number;
  readonly precision: number;
  readonly recall: number;
  readonly counts: Confusion;
  readonly tolerant: TolerantCounts;
}

/** Scores of several images together. */
export interface SetScores {
  /** Over all pixels of all images together. */
  readonly pooled: PooledScores;
  /** The same with a tolerance of 2 px. */
  readonly tolerant: TolerantScores;
  readonly meanDice: number;
  readonly meanIou: number;
}

/** Scores one image: `probability` is [height, width] of `mask`, whose crack is where it is not 0. */
export function scoreImage(image: string, probability: Float32Array, mask: GrayImage, threshold: number): ImageScore {
  const counts = countAtThreshold(probability, mask.data, threshold);
  const predicted = Uint8Array.from(probability, p => (p > threshold ? 1 : 0));
  const { precision, recall } = pooledScores(counts);
  const tolerant = countTolerant(predicted, mask.data, mask.width, mask.height);
  return { image, ...diceAndIou(counts), precision, recall, counts, tolerant };
}

/** The pixels that are labelled crack. */
export function crackPixels({ counts }: ImageScore): number {
  return counts.tp + counts.fn;
}

/** The mean over images of Dice and IoU. There must be an image. */
export function meanScores(counts: readonly Confusion[]): { meanDice: number; meanIou: number } {
  const scores = counts.map(diceAndIou);
  const mean = (of: 'dice' | 'iou') => scores.reduce((sum, score) => sum + score[of], 0) / scores.length;
  return { meanDice: mean('dice'), meanIou: mean('iou') };
}

export function setScores(images: readonly ImageScore[]): SetScores {
  const counts = images.map(score => score.counts);
  return {
    pooled: pooledScores(addCounts(counts)),
    tolerant: tolerantScores(addTolerant(images.map(score => score.tolerant))),
    ...meanScores(counts),
  };
}

/** At most `count` images that are not perfect: the lowest Dice first, of equals the one with more wrong pixels. */
export function worstImages(images: readonly ImageScore[], count: number): ImageScore[] {
  const wrong = ({ counts: { fp, fn } }: ImageScore) => fp + fn;
  return images
    .filter(score => wrong(score) > 0)
    .sort((a, b) => a.dice - b.dice || wrong(b) - wrong(a) || (a.image < b.image ? -1 : 1))
    .slice(0, count);
}
