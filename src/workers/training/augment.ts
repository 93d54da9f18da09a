import { gaussianBlur } from '../../shared/image/blur.ts';
import type { Random } from '../../shared/random.ts';

/** What happens to one image on its way into a batch. Drawn ahead, so that results do not depend on the thread. */
export interface Augmentation {
  flipHorizontal: boolean;
  flipVertical: boolean;
  /** Factor on the gray value. */
  contrast: number;
  /** Added to the gray value, 0..255. */
  brightness: number;
  /** A 3x3 Gaussian blur, last. */
  blur: boolean;
}

/** Nothing happens: what validation sees. */
export const NO_AUGMENTATION: Augmentation = {
  flipHorizontal: false,
  flipVertical: false,
  contrast: 1,
  brightness: 0,
  blur: false,
};

/** Draws the reference pipeline's augmentation (`train_unet`: AUG_FLIP, AUG_CONTRAST 0.2, AUG_BRIGHTNESS 0.2, AUG_BLUR_PROB 0.1). */
export function drawAugmentation(random: Random): Augmentation {
  return {
    flipHorizontal: random.chance(0.5),
    flipVertical: random.chance(0.5),
    contrast: 1 + random.uniform(-0.2, 0.2),
    brightness: random.uniform(-0.2, 0.2) * 128,
    blur: random.chance(0.1),
  };
}

/**
 * Writes one augmented image and its mask into a batch.
 *
 * @param image gray, uint8 [size, size]; `mask` 0 or 1, uint8 [size, size]
 * @param x receives gray / 255, float32 [size, size], at `offset`; `y` receives the mask likewise
 */
export function augmentInto(
  {
    image,
    mask,
    size,
    augmentation,
  }: { image: Uint8Array; mask: Uint8Array; size: number; augmentation: Augmentation },
  { x, y, offset }: { x: Float32Array; y: Float32Array; offset: number },
): void {
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
