import type { Random } from '../../shared/random.ts';
import type { TrainingConfig } from '../../shared/schemas/training.ts';
import { drawAugmentation } from './augmentations.ts';
import type { Draw } from './batch.ts';
import { cropsPerEpoch, drawCrops } from './crop-sampler.ts';
import type { PreparedData } from './prepared-data.ts';
import { imagesPerStep } from './recipe.ts';
import { drawEpoch } from './sampler.ts';

/** Decides an epoch's steps: its draws in batches of `imagesPerStep`, the last one smaller. Throws a StudioError. */
export function planEpoch(data: PreparedData, config: TrainingConfig, random: Random): Draw[][] {
  const batch = imagesPerStep(config);
  const draws = drawPlaces(data, config, random).map(place => ({
    ...place,
    augmentation: drawAugmentation(random, config),
  }));
  return Array.from({ length: Math.ceil(draws.length / batch) }, (_, i) => draws.slice(i * batch, (i + 1) * batch));
}

/** Whole images of a resized set, crops of a native one. */
function drawPlaces(data: PreparedData, config: TrainingConfig, random: Random): Omit<Draw, 'augmentation'>[] {
  const { manifest } = data;
  const { train, positive, places } = manifest;
  const count = config.steps * imagesPerStep(config);
  if (!places) return drawEpoch(train, positive, random, count || train.length).map(index => ({ index }));
  return drawCrops(manifest, places, {
    ...{ random, crackShare: config.crackCrops, count: count || cropsPerEpoch(manifest, places) },
    crackPixel: (index, number) => data.crackPixel(index, number),
  });
}
