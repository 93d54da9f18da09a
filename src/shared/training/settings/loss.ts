import { choice, decimal, share } from './setting.ts';

/** What a weight of a part of the loss may be. */
const WEIGHT = { flag: 'weight', min: 0, max: 1000, step: 0.1, digits: 4 } as const;

/** The parts of the loss, which are summed by their weights, and what shapes them (`workers/nn/losses`). */
export const LOSS = {
  lossBce: decimal({
    ...WEIGHT,
    default: 1,
    about: 'binary cross entropy',
    field: { label: 'Cross entropy', hint: 'weight' },
    reference: 'with logits, mean over pixels',
  }),
  lossDice: decimal({
    ...WEIGHT,
    default: 1,
    about: 'soft Dice',
    field: { label: 'Dice', hint: 'weight' },
    reference: 'per image, then the mean',
  }),
  /** A batch's is steadier where crops hold little or no crack. */
  dice: choice({
    default: 'image',
    options: { image: 'Of each image', batch: 'Of the batch' },
    about: 'Dice and Tversky: of each image, or of all pixels of a batch together',
    flag: 'over',
    field: { label: 'Dice and Tversky' },
    reference: 'per image, then the mean',
  }),
  lossFocal: decimal({
    ...WEIGHT,
    default: 0,
    about: 'focal loss',
    field: { label: 'Focal', hint: 'weight' },
    reference: null,
  }),
  lossTversky: decimal({
    ...WEIGHT,
    default: 0,
    about: 'Tversky loss',
    field: { label: 'Tversky', hint: 'weight' },
    reference: null,
  }),
  focalGamma: decimal({
    default: 2,
    min: 0,
    max: 10,
    step: 0.5,
    digits: 4,
    about: 'focal: how much less a pixel counts that is right already',
    flag: 'gamma',
    field: { label: 'Gamma', hint: 'of focal' },
    reference: null,
  }),
  tverskyAlpha: share({
    default: 0.3,
    about: 'Tversky: what a false crack pixel costs',
    flag: 'alpha',
    field: { label: 'Alpha', hint: 'a false crack pixel' },
    reference: null,
  }),
  tverskyBeta: share({
    default: 0.7,
    about: 'Tversky: what a missed crack pixel costs',
    flag: 'beta',
    field: { label: 'Beta', hint: 'a missed crack pixel' },
    reference: null,
  }),
};
