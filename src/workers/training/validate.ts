import { channelsOf } from '../../shared/inference/class-channels.ts';
import type { LossSettings } from '../../shared/training/loss-settings.ts';
import { logitsOf } from '../nn/entries.ts';
import type { Trainer } from '../nn/trainer.ts';
import { makeBatch } from './batch.ts';
import type { PreparedData } from './prepared-data.ts';
import { type Validation, ValScores } from './val-scores.ts';
import { sigmoidOf, validateInTiles } from './validate-tiles.ts';

/** Runs the network as it stands over the val split, with running statistics and without augmentation. */
export function validateSplit(
  trainer: Trainer,
  data: PreparedData,
  batchSize: number,
  loss: LossSettings,
): Promise<Validation> {
  return data.manifest.places
    ? validateInTiles(trainer, data, batchSize, loss)
    : validateResized(trainer, data, batchSize);
}

async function validateResized(trainer: Trainer, data: PreparedData, batchSize: number): Promise<Validation> {
  const { val, size, classes = [] } = data.manifest;
  const channels = logitsOf({ classes });
  const scores = new ValScores(classes);
  let lossSum = 0;
  for (let start = 0; start < val.length; start += batchSize) {
    const draws = val.slice(start, start + batchSize).map(index => ({ index, augmentation: [] }));
    const { x, y, count } = makeBatch(data, draws);
    const { loss, logits } = await trainer.validate(x, y, count);
    lossSum += loss * count;
    for (const [i, image] of channelsOf(logits, count).entries()) {
      const outputs = channels > 1 ? channelsOf(image, channels) : [sigmoidOf(image)];
      scores.add(outputs, y.subarray(i * size * size, (i + 1) * size * size));
    }
  }
  return { loss: lossSum / val.length, ...scores.means() };
}
