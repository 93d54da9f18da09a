import { countLogits, diceAndIou } from '../../shared/metrics/confusion.ts';
import type { LossSettings } from '../nn/losses.ts';
import type { Trainer } from '../nn/trainer.ts';
import { NO_AUGMENTATION } from './augment.ts';
import { makeBatch } from './batch.ts';
import { evaluateInTiles } from './evaluate-tiles.ts';
import type { PreparedData } from './prepared-data.ts';

/** Means over the val images; Dice and IoU at threshold 0.5, where an empty image predicted empty scores 1. */
export interface Validation {
  loss: number;
  dice: number;
  iou: number;
}

/** Runs the network as it stands over the val split, with running statistics and without augmentation. */
export function evaluateSplit(
  trainer: Trainer,
  data: PreparedData,
  batchSize: number,
  loss: LossSettings,
): Promise<Validation> {
  return data.manifest.places
    ? evaluateInTiles(trainer, data, batchSize, loss)
    : evaluateResized(trainer, data, batchSize);
}

async function evaluateResized(trainer: Trainer, data: PreparedData, batchSize: number): Promise<Validation> {
  const { val, size } = data.manifest;
  const sum = { loss: 0, dice: 0, iou: 0 };
  for (let start = 0; start < val.length; start += batchSize) {
    const draws = val.slice(start, start + batchSize).map(index => ({ index, augmentation: NO_AUGMENTATION }));
    const { x, y, count } = makeBatch(data, draws);
    const { loss, logits } = await trainer.evaluate(x, y, count);
    sum.loss += loss * count;
    for (let i = 0; i < count; i++) {
      const pixels = [i * size * size, (i + 1) * size * size] as const;
      const { dice, iou } = diceAndIou(countLogits(logits.subarray(...pixels), y.subarray(...pixels)));
      sum.dice += dice;
      sum.iou += iou;
    }
  }
  return { loss: sum.loss / val.length, dice: sum.dice / val.length, iou: sum.iou / val.length };
}
