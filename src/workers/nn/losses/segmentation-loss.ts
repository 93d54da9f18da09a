import { trainingConfigSchema } from '../../../shared/schemas/training.ts';
import { LOSS_WEIGHTS, type LossSettings, type LossWeight } from '../../../shared/training/loss-settings.ts';
import { bce } from './bce.ts';
import { dice } from './dice.ts';
import { focal } from './focal.ts';
import type { LossPart } from './loss-part.ts';
import type { Operators } from './operators.ts';
import { pixelsOf } from './pixels.ts';
import { tversky } from './tversky.ts';

/** What each weight among the settings weighs. */
export const LOSS_PARTS: Readonly<Record<LossWeight, LossPart>> = {
  lossBce: bce,
  lossDice: dice,
  lossFocal: focal,
  lossTversky: tversky,
};

/** The reference's loss: binary cross entropy plus 1 - soft Dice. */
export const REFERENCE_LOSS: LossSettings = trainingConfigSchema.parse({});

/**
 * The weighted sum of the loss's parts; one of them must weigh something (`objectionTo`). A part that weighs 0 is not computed.
 *
 * @param logits [N, C, H, W]
 * @param y [N, 1, H, W], 0 or 1, or with several channels the index of the pixel's class
 */
export function segmentationLoss<V>(o: Operators<V>, logits: V, y: V, settings = REFERENCE_LOSS): V {
  const pixels = pixelsOf(o, logits, y);
  return LOSS_WEIGHTS.filter(weight => settings[weight] > 0)
    .map(weight => {
      const part = LOSS_PARTS[weight](o, pixels, settings);
      return settings[weight] === 1 ? part : o.mul(part, settings[weight]);
    })
    .reduce((sum, part) => o.add(sum, part));
}
