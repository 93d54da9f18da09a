import type { PredictionMode } from '../../shared/contract-inspect.ts';
import { StudioError } from '../../shared/errors.ts';
import type { GrayImage } from '../../shared/image/gray-image.ts';
import { addToHistogram, emptyHistogram, oracleThreshold } from '../../shared/metrics/best-threshold.ts';
import {
  addCounts,
  type Confusion,
  countAtThreshold,
  diceAndIou,
  type PooledScores,
  pooledScores,
} from '../../shared/metrics/confusion.ts';
import { trainingLayout } from '../dataset/layout.ts';
import { readMask } from '../dataset/masks.ts';
import { readSplits } from '../dataset/read-splits.ts';
import { listPngs } from '../files/listing.ts';
import { readGray } from '../images/png.ts';
import type { Predictor } from '../jobs/prediction-job.ts';

export type EvaluatedSplit = 'train' | 'val' | 'all';

export interface EvaluateOptions {
  predictor: Predictor;
  /** The training folder: images/, masks/ and, unless `split` is `all`, splits/. */
  dir: string;
  split: EvaluatedSplit;
  /** A pixel is predicted crack where its probability is strictly above. */
  threshold: number;
  mode: PredictionMode;
  onImage?(score: ImageScore, done: number, total: number): void;
  /** An image that could not be counted, and why, in one line; the others are counted. */
  onFailure?(line: string): void;
}

/** One image's scores, counted at the size of its mask. */
export interface ImageScore {
  readonly image: string;
  readonly dice: number;
  readonly iou: number;
  readonly counts: Confusion;
}

export interface Evaluation {
  readonly images: readonly ImageScore[];
  /** Images that could not be counted. */
  readonly failed: number;
  /** Over all pixels of all images together. */
  readonly pooled: PooledScores;
  /** The best pooled F1 that any threshold gives on these very images: an upper bound, not a result. */
  readonly oracle: { readonly threshold: number; readonly f1: number };
  readonly meanDice: number;
  readonly meanIou: number;
}

/** Scores a model on a labelled folder at native resolution: masks are counted as they lie on the disk, never resized. */
export async function evaluateSet(options: EvaluateOptions): Promise<Evaluation> {
  const { dir, predictor, mode, threshold } = options;
  const names = await namesOf(options);
  const images: ImageScore[] = [];
  const histogram = emptyHistogram();
  for (const [index, name] of names.entries()) {
    const pair = await readPair(dir, name).catch(reportTo(options.onFailure));
    if (!pair) continue;
    const probability = await predictor.predict(pair.image, mode);
    const counts = countAtThreshold(probability, pair.mask.data, threshold);
    addToHistogram(histogram, probability, pair.mask.data);
    const score = { image: name, ...diceAndIou(counts), counts };
    images.push(score);
    options.onImage?.(score, index + 1, names.length);
  }
  if (images.length === 0) throw new StudioError(`None of the ${names.length} images of ${dir} could be counted.`);
  const mean = (of: (score: ImageScore) => number) => images.reduce((sum, score) => sum + of(score), 0) / images.length;
  return {
    images,
    failed: names.length - images.length,
    pooled: pooledScores(addCounts(images.map(score => score.counts))),
    oracle: oracleThreshold(histogram),
    meanDice: mean(score => score.dice),
    meanIou: mean(score => score.iou),
  };
}

async function namesOf({ dir, split }: EvaluateOptions): Promise<readonly string[]> {
  const { images } = trainingLayout(dir);
  const names = split === 'all' ? await listPngs(images) : (await readSplits(dir))[split];
  if (names.length > 0) return [...names].sort();
  throw new StudioError(
    split === 'all' ? `${images} holds no PNG.` : `The ${split} split of ${dir} is empty; use --split all.`,
  );
}

/** An image and its mask. Throws a StudioError when either cannot be read or their sizes differ. */
export async function readPair(dir: string, name: string): Promise<{ image: GrayImage; mask: GrayImage }> {
  const layout = trainingLayout(dir);
  const image = await readGray(layout.image(name));
  const mask = await readMask(layout.mask(name));
  if (image.width === mask.width && image.height === mask.height) return { image, mask };
  const size = ({ width, height }: GrayImage) => `${width}x${height} px`;
  throw new StudioError(
    `The mask ${layout.mask(name)} is ${size(mask)} but its image is ${size(image)}: export the mask at the image's size.`,
  );
}

/** A StudioError becomes one line for the user and no pair; anything else is a defect and goes on up. */
function reportTo(onFailure: EvaluateOptions['onFailure']): (error: unknown) => undefined {
  return error => {
    if (!(error instanceof StudioError)) throw error;
    onFailure?.(error.message);
  };
}
