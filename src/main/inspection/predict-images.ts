import { join } from 'node:path';
import sharp from 'sharp';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import type { PredictionMode } from '../../shared/contract-inspect.ts';
import { oneLine, usageError } from '../../shared/errors.ts';
import { colourOf } from '../../shared/image/colour.ts';
import type { GrayImage, RgbImage } from '../../shared/image/gray-image.ts';
import { anyClass, largestChannel } from '../../shared/inference/class-channels.ts';
import { coloursOf } from '../../shared/schemas/project.ts';
import { exists } from '../files/listing.ts';
import { readGray, writeGray } from '../images/png.ts';
import type { Predictor } from '../jobs/predictor.ts';
import type { ListedImage } from './image-list.ts';
import { drawClassOverlay, drawOverlay, PREDICTION_COLOUR } from './overlay.ts';

export interface PredictImagesOptions {
  predictor: Predictor;
  images: readonly ListedImage[];
  /** Gets masks/, probabilities/ and overlays/, of a model that tells classes apart classes/, too. */
  out: string;
  /** A pixel is crack where its probability is strictly above, as the metrics count it. */
  threshold: number;
  mode: PredictionMode;
}

/** What was found in one image, or why it could not be read. */
export type ImagePrediction =
  | {
      image: ListedImage;
      crackPixels: number;
      crackShare: number;
      maxProbability: number;
      /** Of each class that the model tells apart, by its name. */
      classPixels?: Record<string, number>;
    }
  | { image: ListedImage; error: string };

/**
 * Predicts every image and writes, under its stem, masks/ (0 or 255), probabilities/ (8-bit gray, round(255 p)) and overlays/.
 * Where classes are told apart, the probability is that of any of them; classes/ then holds each pixel's likeliest class as its
 * index (0 is the background), whatever the threshold, and overlays have the colours of the classes. An image that cannot be read is reported and passed over; a file that cannot be written throws, and so
 * does an `out` that is a training folder.
 */
export async function* predictImages(options: PredictImagesOptions): AsyncGenerator<ImagePrediction> {
  // Its masks/ are labels drawn by hand: predictions must never replace them.
  if (await exists(join(options.out, 'images'))) {
    throw usageError(`${options.out} holds images/, so its masks/ may be labels: choose another folder.`);
  }
  const { classes } = options.predictor;
  const folders = ['masks', 'probabilities', 'overlays', ...(classes.length > 0 ? ['classes'] : [])];
  for (const folder of folders) await makeFolder(join(options.out, folder));
  for (const image of options.images) {
    let pixels: GrayImage;
    try {
      pixels = await readGray(image.path);
    } catch (error) {
      yield { image, error: oneLine(error) };
      continue;
    }
    const prediction = await predictOne(pixels, options);
    const { mask, probability } = prediction;
    await writePrediction(options.out, image.stem, pixels, prediction);
    const crackPixels = mask.data.reduce((sum, value) => sum + (value ? 1 : 0), 0);
    const maxProbability = probability.reduce((max, p) => Math.max(max, p), 0);
    const crackShare = crackPixels / mask.data.length;
    const classPixels = prediction.classes && pixelsByClass(prediction.classes, classes);
    yield { image, crackPixels, crackShare, maxProbability, ...(classPixels && { classPixels }) };
  }
}

interface Prediction {
  readonly probability: Float32Array;
  readonly mask: GrayImage;
  /** Class indices, of a model that tells classes apart. */
  readonly classes?: GrayImage;
  readonly overlay: RgbImage;
}

async function predictOne(image: GrayImage, { predictor, mode, threshold }: PredictImagesOptions): Promise<Prediction> {
  if (predictor.classes.length === 0) {
    const probability = await predictor.predict(image, mode);
    const mask = maskOf(probability, image, threshold);
    return { probability, mask, overlay: drawOverlay(image, mask, PREDICTION_COLOUR) };
  }
  const channels = await predictor.predictClasses(image, mode);
  const probability = anyClass(channels);
  const classes = { ...image, data: largestChannel(channels) };
  const overlay = drawClassOverlay(image, classes, coloursOf(predictor.classes).map(colourOf));
  return { probability, mask: maskOf(probability, image, threshold), classes, overlay };
}

function pixelsByClass({ data }: GrayImage, names: readonly string[]): Record<string, number> {
  const counts = new Uint32Array(256);
  for (const value of data) counts[value]++;
  return Object.fromEntries(names.map((name, i) => [name, counts[i + 1]]));
}

/** 255 where the probability is strictly above the threshold, else 0. */
export function maskOf(probability: Float32Array, { width, height }: GrayImage, threshold: number): GrayImage {
  return { width, height, data: Uint8Array.from(probability, p => (p > threshold ? 255 : 0)) };
}

async function writePrediction(
  out: string,
  stem: string,
  image: GrayImage,
  { probability, mask, classes, overlay }: Prediction,
): Promise<void> {
  const file = (folder: string) => join(out, folder, `${stem}.png`);
  const gray = { ...image, data: Uint8Array.from(probability, p => Math.round(255 * p)) };
  await writeGray(file('masks'), mask);
  await writeGray(file('probabilities'), gray);
  if (classes) await writeGray(file('classes'), classes);
  await writeFileAtomic(file('overlays'), await encodeRgb(overlay));
}

function encodeRgb({ width, height, data }: RgbImage): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
