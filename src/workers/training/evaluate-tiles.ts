import type { FloatImage, GrayImage } from '../../shared/image/gray-image.ts';
import {
  addTile,
  cutTile,
  eachPixel,
  planTiles,
  type TileIndex,
  type TilePlan,
  tilesOf,
} from '../../shared/inference/tiles.ts';
import { countAtThreshold, diceAndIou } from '../../shared/metrics/confusion.ts';
import { ImageLoss } from '../nn/image-loss.ts';
import type { LossSettings } from '../nn/losses.ts';
import type { Trainer } from '../nn/trainer.ts';
import type { Validation } from './evaluate.ts';
import type { PreparedData } from './prepared-data.ts';

/** An image some of whose tiles have been through the network. */
interface OpenImage {
  readonly image: GrayImage;
  readonly mask: GrayImage;
  readonly plan: TilePlan;
  readonly probability: FloatImage;
  readonly loss: ImageLoss;
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
export async function evaluateInTiles(
  trainer: Trainer,
  data: PreparedData,
  batchSize: number,
  loss: LossSettings,
): Promise<Validation> {
  const pixels = data.manifest.size ** 2;
  const sum = { loss: 0, dice: 0, iou: 0 };
  for (const batch of inBatches(openTiles(data, loss), batchSize)) {
    const x = new Float32Array(batch.length * pixels);
    for (const [i, { of, tile }] of batch.entries()) x.set(cutTile(of.image, of.plan, tile), i * pixels);
    // The truth is for the loss of tiles, which nobody asks for here.
    const { logits } = await trainer.evaluate(x, new Float32Array(x.length), batch.length);
    for (const [i, { of, tile, isLast }] of batch.entries()) {
      addLogits(of, tile, logits.subarray(i * pixels, (i + 1) * pixels));
      if (!isLast) continue;
      const { dice, iou } = diceAndIou(countAtThreshold(of.probability.data, of.mask.data, 0.5));
      sum.dice += dice;
      sum.iou += iou;
      sum.loss += of.loss.value(loss);
    }
  }
  const images = data.manifest.val.length;
  return { loss: sum.loss / images, dice: sum.dice / images, iou: sum.iou / images };
}

/** The tiles of all val images, in order; an image is read when its first tile is asked for. */
function* openTiles(data: PreparedData, loss: LossSettings): Generator<OpenTile> {
  const { val, size } = data.manifest;
  for (const index of val) {
    const { image, mask } = data.readWhole(index);
    const { width, height } = image;
    const plan = planTiles(width, height, size);
    const probability = { width, height, data: new Float32Array(width * height) };
    const of = { image, mask, plan, probability, loss: new ImageLoss(loss) };
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

/** Blends one tile's logits, [size, size], into the image's probability and its loss. */
function addLogits({ plan, probability, mask, loss }: OpenImage, tile: TileIndex, logits: Float32Array): void {
  addTile(
    probability,
    plan,
    tile,
    logits.map(logit => 1 / (1 + Math.exp(-logit))),
  );
  eachPixel(plan, tile, (at, pixel, share) => loss.add(logits[at], mask.data[pixel], share));
}
