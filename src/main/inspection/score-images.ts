import type { PredictionMode } from '../../shared/contract-inspect.ts';
import { StudioError } from '../../shared/errors.ts';
import type { GrayImage } from '../../shared/image/gray-image.ts';
import { type ImageScore, scoreImage } from '../../shared/metrics/image-score.ts';
import { addToHistogram, emptyHistogram, type ProbabilityHistogram } from '../../shared/metrics/precision-recall.ts';
import { trainingLayout } from '../dataset/layout.ts';
import { readMask } from '../dataset/masks.ts';
import { readGray } from '../images/png.ts';
import type { Predictor } from '../jobs/prediction-job.ts';

export interface ScoreOptions {
  predictor: Predictor;
  /** A pixel is predicted crack where its probability is strictly above. */
  threshold: number;
  mode: PredictionMode;
  /** An image that could not be counted, and why, in one line; the others are counted. */
  onFailure?: ((line: string) => void) | undefined;
}

/** An image of a training folder. */
export interface LabelledImage {
  readonly dir: string;
  readonly name: string;
}

export interface ScoredImage {
  readonly score: ImageScore;
  /** Its pixels by probability, from which other thresholds are counted. */
  readonly histogram: ProbabilityHistogram;
}

/** Scores images in turn at native resolution: masks are counted as they lie on the disk, never resized. */
export async function* scoreImages(
  images: readonly LabelledImage[],
  { predictor, threshold, mode, onFailure }: ScoreOptions,
): AsyncGenerator<ScoredImage> {
  for (const { dir, name } of images) {
    const pair = await readPair(dir, name).catch(reportTo(onFailure));
    if (!pair) continue;
    const probability = await predictor.predict(pair.image, mode);
    const histogram = emptyHistogram();
    addToHistogram(histogram, probability, pair.mask.data);
    yield { score: scoreImage(name, probability, pair.mask, threshold), histogram };
  }
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
function reportTo(onFailure: ScoreOptions['onFailure']): (error: unknown) => undefined {
  return error => {
    if (!(error instanceof StudioError)) throw error;
    onFailure?.(error.message);
  };
}
