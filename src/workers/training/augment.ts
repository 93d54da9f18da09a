import { gaussianBlur } from '../../shared/image/blur.ts';
import type { Random } from '../../shared/random.ts';
import type { TrainingConfig } from '../../shared/schemas/training.ts';
import type { AUGMENTATION } from '../../shared/training/settings/augmentation.ts';
import { drawElastic, isWarp, type Warp, warped } from './warp.ts';

/** What happens to one image on its way into a batch. Drawn ahead, so that results do not depend on the thread. */
export interface Augmentation extends Warp {
  flipHorizontal: boolean;
  flipVertical: boolean;
  /** Factor on the gray value. */
  contrast: number;
  /** Added to the gray value, 0..255. */
  brightness: number;
  /** A 3x3 Gaussian blur. */
  blur: boolean;
}

/** Nothing happens: what validation sees. */
export const NO_AUGMENTATION: Augmentation = {
  flipHorizontal: false,
  flipVertical: false,
  contrast: 1,
  brightness: 0,
  blur: false,
  rotation: 0,
  elastic: [],
};

export type AugmentationSettings = Pick<TrainingConfig, keyof typeof AUGMENTATION>;

/**
 * Draws what the settings allow. The five of the reference pipeline (`train_unet`: AUG_FLIP, AUG_CONTRAST, AUG_BRIGHTNESS,
 * AUG_BLUR_PROB) come first and are always drawn, so that a run without the others draws what it always has.
 */
export function drawAugmentation(random: Random, settings: AugmentationSettings): Augmentation {
  const { flip, contrast, brightness, blur, rotation, elastic } = settings;
  return {
    flipHorizontal: random.chance(flip),
    flipVertical: random.chance(flip),
    contrast: 1 + random.uniform(-contrast, contrast),
    brightness: random.uniform(-brightness, brightness) * 128,
    blur: random.chance(blur),
    rotation: rotation > 0 ? random.uniform(-rotation, rotation) : 0,
    elastic: elastic > 0 ? drawElastic(random, elastic / 100) : [],
  };
}

/** What is read for one image of a batch. */
export interface ReadImage {
  /** Gray, uint8 [size + 2 margin, size + 2 margin]. */
  image: Uint8Array;
  /** 0 or 1, or class indices, of the same shape. */
  mask: Uint8Array;
  size: number;
  /** Pixels around the image, which only `warped` looks at. */
  margin?: number;
  augmentation: Augmentation;
}

/**
 * Writes one augmented image and its mask into a batch: turned and deformed, then shaded, blurred and flipped.
 *
 * @param x receives gray / 255, float32 [size, size], at `offset`; `y` receives the mask likewise
 */
export function augmentInto(
  { size, margin = 0, augmentation, ...read }: ReadImage,
  { x, y, offset }: { x: Float32Array; y: Float32Array; offset: number },
): void {
  const { image, mask } = isWarp(augmentation) ? warped(read, size, augmentation, margin) : read;
  const shaded = shade(image, augmentation);
  const { data } = augmentation.blur ? gaussianBlur({ width: size, height: size, data: shaded }, 3) : { data: shaded };
  for (let row = 0; row < size; row++) {
    const from = (augmentation.flipVertical ? size - 1 - row : row) * size;
    const to = offset + row * size;
    for (let column = 0; column < size; column++) {
      const source = from + (augmentation.flipHorizontal ? size - 1 - column : column);
      x[to + column] = data[source] / 255;
      y[to + column] = mask[source];
    }
  }
}

/** `v * contrast + brightness`, clipped to 0..255 and rounded: one table look-up a pixel. */
function shade(image: Uint8Array, { contrast, brightness }: Augmentation): Uint8Array {
  if (contrast === 1 && brightness === 0) return image;
  const table = Uint8ClampedArray.from({ length: 256 }, (_, value) => value * contrast + brightness);
  return image.map(value => table[value]);
}
