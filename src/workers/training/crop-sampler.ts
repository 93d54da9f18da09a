import { StudioError } from '../../shared/errors.ts';
import type { Random } from '../../shared/random.ts';
import type { Place, PreparedSet } from '../../shared/schemas/prepared-set.ts';

/** A crop of an image: the index in the prepared set, and its top left pixel. */
export interface CropDraw {
  readonly index: number;
  readonly crop: { readonly x: number; readonly y: number };
}

/** Where the crack pixel with a number (from 0) of an image is. */
export type CrackPixel = (index: number, number: number) => { x: number; y: number };

/** An epoch of more crops than this would keep the user waiting for its validation. */
const MOST_DRAWS = 10_000;

/** A crack pixel that a crop is drawn for lies in its middle half, wherever the image's border allows. */
const JITTER = 0.25;

/**
 * How many crops an epoch draws: as many as have the area of the train images, an image smaller than a crop counted as one,
 * but no more than 10,000 (or the number of images, if that is larger).
 */
export function cropsPerEpoch({ train, size }: PreparedSet, places: readonly Place[]): number {
  const area = train.reduce((sum, index) => {
    const { width, height } = places[index];
    return sum + Math.max(1, (width * height) / size ** 2);
  }, 0);
  return Math.min(Math.ceil(area), Math.max(MOST_DRAWS, train.length));
}

/** How an epoch's crops are drawn. */
export interface CropDraws {
  readonly count: number;
  /** Of the crops that are drawn around a crack pixel. */
  readonly crackShare: number;
  readonly crackPixel: CrackPixel;
  readonly random: Random;
}

/**
 * One epoch's crops of size x size px, all with replacement. A share of them, evenly spread from the first on, holds a crack
 * pixel: of a positive image, all alike, then of its crack pixels, so that neither thin cracks nor images with few of them are
 * overlooked. The others are anywhere, each pixel of the train images alike; along a side that is shorter than a crop, the crop
 * is centred, as the tile of a prediction is.
 *
 * @throws StudioError when no image is positive: there is nothing to learn.
 */
export function drawCrops({ train, size }: PreparedSet, places: readonly Place[], draws: CropDraws): CropDraw[] {
  const { count, crackShare, crackPixel, random } = draws;
  const positives = train.filter(index => places[index].cracks > 0);
  if (positives.length === 0) throw new StudioError('No positive samples in train split.');
  const anywhere = areaSampler(train, places);
  return Array.from({ length: count }, (_, i) => {
    if (Math.ceil((i + 1) * crackShare) === Math.ceil(i * crackShare)) {
      const index = anywhere(random);
      const { width, height } = places[index];
      return { index, crop: { x: anyStart(width, size, random), y: anyStart(height, size, random) } };
    }
    const index = positives[random.below(positives.length)];
    const { width, height, cracks } = places[index];
    const { x, y } = crackPixel(index, random.below(cracks));
    return { index, crop: { x: startAround(x, width, size, random), y: startAround(y, height, size, random) } };
  });
}

/** Draws an image with a probability in proportion to its area. */
function areaSampler(train: readonly number[], places: readonly Place[]): (random: Random) => number {
  let sum = 0;
  const ends = train.map(index => {
    sum += places[index].width * places[index].height;
    return sum;
  });
  return random => {
    const at = random.uniform(0, sum);
    return train[ends.findIndex(end => at < end)];
  };
}

/** Where a crop starts along a side of an image. */
function anyStart(length: number, size: number, random: Random): number {
  return length > size ? random.below(length - size + 1) : centred(length, size);
}

function startAround(pixel: number, length: number, size: number, random: Random): number {
  const shift = Math.round(random.uniform(-JITTER, JITTER) * size);
  if (length <= size) return centred(length, size);
  return Math.min(Math.max(pixel - (size >> 1) + shift, 0), length - size);
}

function centred(length: number, size: number): number {
  return -((size - length) >> 1);
}
