import type { FilePath } from '../../node/project-path.ts';
import type { PredictionMode } from '../../shared/contract-inspect.ts';
import { StudioError } from '../../shared/errors.ts';
import type { GrayImage } from '../../shared/image/gray-image.ts';
import { crackOf, largestChannel } from '../../shared/inference/class-channels.ts';
import { countClasses } from '../../shared/metrics/class-counts.ts';
import type { Confusion } from '../../shared/metrics/confusion.ts';
import { type CrackCounts, countCracks } from '../../shared/metrics/crack-counts.ts';
import { type ImageScore, scoreImage } from '../../shared/metrics/image-score.ts';
import { addToHistogram, emptyHistogram, type ProbabilityHistogram } from '../../shared/metrics/precision-recall.ts';
import { readClassMask } from '../dataset/class-masks.ts';
import { readMask } from '../images/masks.ts';
import { readGray } from '../images/png.ts';
import type { Predictor } from '../jobs/predictor.ts';
import { trainingLayout } from '../layout/training-layout.ts';

export interface ScoreOptions {
  predictor: Predictor;
  /** A pixel is predicted crack where its probability is strictly above. */
  threshold: number;
  mode: PredictionMode;
  /** Whether each class that the model tells apart is counted by itself, too. */
  byClass?: boolean;
  /** An image that could not be counted, and why, in one line; the others are counted. */
  onFailure?: ((line: string) => void) | undefined;
}

/** An image of a training folder. */
export interface LabelledImage {
  readonly dir: FilePath;
  readonly name: string;
}

export interface ScoredImage {
  readonly score: ImageScore;
  /** Its pixels by probability, from which other thresholds are counted. */
  readonly histogram: ProbabilityHistogram;
  /** Its cracks, each counted whole. */
  readonly cracks: CrackCounts;
  /** Of each class that the model tells apart, where they were asked for. */
  readonly classes?: readonly Confusion[];
}

/** Scores images in turn at native resolution: masks are counted as they lie on the disk, never resized. */
export async function* scoreImages(
  images: readonly LabelledImage[],
  { predictor, threshold, mode, byClass = false, onFailure }: ScoreOptions,
): AsyncGenerator<ScoredImage> {
  const classes = byClass ? predictor.classes : [];
  for (const image of images) {
    const truth = await readTruth(image, classes).catch(reportTo(onFailure));
    if (!truth) continue;
    const channels = await (truth.classes
      ? predictor.predictClasses(truth.image, mode)
      : predictor.predict(truth.image, mode).then(probability => [probability]));
    const probability = crackOf(channels);
    const histogram = emptyHistogram();
    addToHistogram(histogram, probability, truth.mask.data);
    const score = scoreImage(image.name, probability, truth.mask, threshold);
    const { width, height } = truth.mask;
    const said = probability.map(p => (p > threshold ? 1 : 0));
    const cracks = countCracks(said, truth.mask.data, width, height);
    const counts = truth.classes && countClasses(largestChannel(channels), truth.classes.data, classes.length);
    yield { score, histogram, cracks, ...(counts && { classes: counts }) };
  }
}

/** An image, its mask and, where any are asked for, the class of each pixel. Throws a StudioError. */
async function readTruth({ dir, name }: LabelledImage, classes: readonly string[]) {
  const pair: Awaited<ReturnType<typeof readPair>> & { classes?: GrayImage } = await readPair(dir, name);
  if (classes.length === 0) return pair;
  const { mask } = await readClassMask(dir, name, classes, pair.image);
  return { ...pair, classes: mask };
}

/** An image and its mask. Throws a StudioError when either cannot be read or their sizes differ. */
export async function readPair(dir: FilePath, name: string): Promise<{ image: GrayImage; mask: GrayImage }> {
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
function reportTo(onFailure: ScoreOptions['onFailure']): (error: unknown) => undefined {
  return error => {
    if (!(error instanceof StudioError)) throw error;
    onFailure?.(error.message);
  };
}
