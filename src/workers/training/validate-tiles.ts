import type { FloatImage, GrayImage } from '../../shared/image/gray-image.ts';
import { channelsOf, softmaxOf } from '../../shared/inference/class-channels.ts';
import {
  addTile,
  cutTile,
  eachPixel,
  planTiles,
  type TileIndex,
  type TilePlan,
  tilesOf,
} from '../../shared/inference/tiles.ts';
import type { LossSettings } from '../../shared/training/loss-settings.ts';
import { logitsOf } from '../nn/entries.ts';
import { WholeImageLoss } from '../nn/losses/whole-image-loss.ts';
import type { Trainer } from '../nn/trainer.ts';
import type { PreparedData } from './prepared-data.ts';
import { type Validation, ValScores } from './val-scores.ts';

/** An image some of whose tiles have been through the network. */
interface OpenImage {
  readonly image: GrayImage;
  readonly mask: GrayImage;
  readonly plan: TilePlan;
  /** One for each of the network's channels. */
  readonly probability: readonly FloatImage[];
  readonly loss: WholeImageLoss;
}

interface OpenTile {
  readonly of: OpenImage;
  readonly tile: TileIndex;
  readonly isLast: boolean;
}

/**
 * Runs the network over the whole val images of a native set in overlapping tiles, blended as a prediction blends them, and
 * judges each image at native resolution: what a tile shows beyond the border of an image counts for nothing. Held in memory
 * are one batch of tiles and the images that they are of.
 */
export async function validateInTiles(
  trainer: Trainer,
  data: PreparedData,
  batchSize: number,
  loss: LossSettings,
): Promise<Validation> {
  const { size, classes = [], val } = data.manifest;
  const pixels = size ** 2;
  const channels = logitsOf({ classes });
  const scores = new ValScores(classes);
  let lossSum = 0;
  for (const batch of inBatches(openTiles(data, loss), batchSize)) {
    const x = new Float32Array(batch.length * pixels);
    for (const [i, { of, tile }] of batch.entries()) x.set(cutTile(of.image, of.plan, tile), i * pixels);
    // The truth is for the loss of tiles, which nobody asks for here.
    const { logits } = await trainer.validate(x, new Float32Array(x.length), batch.length);
    for (const [i, { of, tile, isLast }] of batch.entries()) {
      addLogits(of, tile, channelsOf(logits.subarray(i * channels * pixels, (i + 1) * channels * pixels), channels));
      if (!isLast) continue;
      scores.add(
        of.probability.map(({ data }) => data),
        of.mask.data,
      );
      lossSum += of.loss.value;
    }
  }
  return { loss: lossSum / val.length, ...scores.means() };
}

/** The tiles of all val images, in order; an image is read when its first tile is asked for. */
function* openTiles(data: PreparedData, loss: LossSettings): Generator<OpenTile> {
  const { val, size, classes = [] } = data.manifest;
  for (const index of val) {
    const { image, mask } = data.readWhole(index);
    const { width, height } = image;
    const plan = planTiles(width, height, size);
    const channels = Array.from({ length: logitsOf({ classes }) });
    const probability = channels.map(() => ({ width, height, data: new Float32Array(width * height) }));
    const of = { image, mask, plan, probability, loss: new WholeImageLoss(loss) };
    const tiles = tilesOf(plan);
    for (const [i, tile] of tiles.entries()) yield { of, tile, isLast: i === tiles.length - 1 };
  }
}

function* inBatches<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Blends one tile's logits, a channel each [size, size], into the image's probability and its loss. */
function addLogits({ plan, probability, mask, loss }: OpenImage, tile: TileIndex, logits: Float32Array[]): void {
  const blended = logits.length > 1 ? softmaxOf(logits) : [sigmoidOf(logits[0])];
  for (const [channel, values] of blended.entries()) addTile(probability[channel], plan, tile, values);
  const [truth, shares] = [new Uint8Array(plan.size ** 2), new Float64Array(plan.size ** 2)];
  eachPixel(plan, tile, (at, pixel, share) => {
    truth[at] = mask.data[pixel];
    shares[at] = share;
  });
  loss.add(logits, truth, shares);
}

export function sigmoidOf(logits: Float32Array): Float32Array {
  return logits.map(logit => 1 / (1 + Math.exp(-logit)));
}
