import type { InputMode } from '../../model-usage.ts';
import { choice, share } from './setting.ts';

/** What the network is shown of pictures and masks. */
export const INPUT = {
  input: choice<InputMode>({
    default: 'resize',
    options: { resize: 'Whole images', tile: 'Crops, nothing shrunk' },
    about: 'what the network is shown: resize (whole images) or tile (crops at native resolution)',
    flag: 'how',
    field: { label: 'What the network is shown' },
    reference: 'whole images, bilinear',
  }),
  maskReduction: choice({
    default: 'nearest',
    options: { nearest: 'Nearest pixel', cover: 'Keep thin cracks' },
    about: 'resize: masks by the nearest pixel, or cover, which keeps cracks thinner than a pixel',
    flag: 'how',
    field: { label: 'Masks to the input size' },
    reference: 'nearest',
    onlyWith: ['input', 'resize'],
  }),
  crackCrops: share({
    default: 0.5,
    about: 'tile: the share of crops that are drawn around a crack',
    flag: 'share',
    field: { label: 'Crops on cracks', hint: 'share' },
    reference: null,
    onlyWith: ['input', 'tile'],
  }),
};
