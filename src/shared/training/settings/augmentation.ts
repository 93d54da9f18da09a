import { decimal, share } from './setting.ts';

/** How pictures are changed at random on their way into a batch; what each does to the pixels is `workers/training`'s. */
export const AUGMENTATION = {
  flip: share({
    default: 0.5,
    about: 'probability of each of the two flips',
    flag: 'p',
    field: { label: 'Flips', hint: 'probability of each' },
    reference: '`AUG_FLIP`',
  }),
  contrast: share({
    default: 0.2,
    about: 'gray times 1 ± this',
    flag: 'share',
    field: { label: 'Contrast', hint: '1 ± this' },
    reference: '`AUG_CONTRAST`',
  }),
  brightness: share({
    default: 0.2,
    about: 'gray plus 128 times ± this',
    flag: 'share',
    field: { label: 'Brightness', hint: '± this share of 128' },
    reference: '`AUG_BRIGHTNESS`',
  }),
  blur: share({
    default: 0.1,
    about: 'probability of a 3x3 Gaussian blur',
    flag: 'p',
    field: { label: 'Blur', hint: 'probability' },
    reference: '`AUG_BLUR_PROB`',
  }),
  rotation: decimal({
    default: 0,
    min: 0,
    max: 15,
    step: 1,
    digits: 2,
    about: 'turned by up to ± this, at most 15',
    flag: 'degrees',
    field: { label: 'Rotation', hint: '± degrees, up to 15' },
    reference: null,
  }),
  elastic: decimal({
    default: 0,
    min: 0,
    max: 4,
    step: 0.5,
    digits: 2,
    about: 'deformed by up to this share of the side, at most 4',
    flag: 'percent',
    field: { label: 'Elastic', hint: '± % of the side, up to 4' },
    reference: null,
  }),
};
