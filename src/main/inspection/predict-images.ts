import { join } from 'node:path';
import sharp from 'sharp';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import type { PredictionMode } from '../../shared/contract-inspect.ts';
import { oneLine, usageError } from '../../shared/errors.ts';
import type { GrayImage, RgbImage } from '../../shared/image/gray-image.ts';
import { exists } from '../files/listing.ts';
import { readGray, writeGray } from '../images/png.ts';
import type { Predictor } from '../jobs/prediction-job.ts';
import type { ListedImage } from './image-list.ts';
import { drawOverlay, PREDICTION_COLOUR } from './overlay.ts';

export interface PredictImagesOptions {
  predictor: Predictor;
  images: readonly ListedImage[];
  /** Gets masks/, probabilities/ and overlays/. */
  out: string;
  /** A pixel is crack where its probability is strictly above, as the metrics count it. */
  threshold: number;
  mode: PredictionMode;
}

/** What was found in one image, or why it could not be read. */
export type ImagePrediction =
  | { image: ListedImage; crackPixels: number; crackShare: number; maxProbability: number }
  | { image: ListedImage; error: string };

/**
 * Predicts every image and writes, under its stem, masks/ (0 or 255), probabilities/ (8-bit gray, round(255 p)) and
 * overlays/. An image that cannot be read is reported and passed over; a file that cannot be written throws, and so
 * does an `out` that is a training folder.
 */
export async function* predictImages(options: PredictImagesOptions): AsyncGenerator<ImagePrediction> {
  // Its masks/ are labels drawn by hand: predictions must never replace them.
  if (await exists(join(options.out, 'images'))) {
    throw usageError(`${options.out} holds images/, so its masks/ may be labels: choose another folder for --out.`);
  }
  for (const folder of ['masks', 'probabilities', 'overlays']) await makeFolder(join(options.out, folder));
  for (const image of options.images) {
    let pixels: GrayImage;
    try {
      pixels = await readGray(image.path);
    } catch (error) {
      yield { image, error: oneLine(error) };
      continue;
    }
    const probability = await options.predictor.predict(pixels, options.mode);
    const mask = maskOf(probability, pixels, options.threshold);
    await writePrediction(options.out, image.stem, pixels, probability, mask);
    const crackPixels = mask.data.reduce((sum, value) => sum + (value ? 1 : 0), 0);
    const maxProbability = probability.reduce((max, p) => Math.max(max, p), 0);
    yield { image, crackPixels, crackShare: crackPixels / mask.data.length, maxProbability };
  }
}

/** 255 where the probability is strictly above the threshold, else 0. */
export function maskOf(probability: Float32Array, { width, height }: GrayImage, threshold: number): GrayImage {
  return { width, height, data: Uint8Array.from(probability, p => (p > threshold ? 255 : 0)) };
}

async function writePrediction(
  out: string,
  stem: string,
  image: GrayImage,
  probability: Float32Array,
  mask: GrayImage,
): Promise<void> {
  const file = (folder: string) => join(out, folder, `${stem}.png`);
  const gray = { ...image, data: Uint8Array.from(probability, p => Math.round(255 * p)) };
  await writeGray(file('masks'), mask);
  await writeGray(file('probabilities'), gray);
  await writeFileAtomic(file('overlays'), await encodeRgb(drawOverlay(image, mask, PREDICTION_COLOUR)));
}

function encodeRgb({ width, height, data }: RgbImage): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
