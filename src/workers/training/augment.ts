import { type Augmentation, type Effect, effectOf } from './augmentations.ts';
import { isWarp, type Pair, type Warp, warped } from './warp.ts';

/** Where an image's pixels come from. */
export function warpOf(augmentation: Augmentation): Warp {
  let warp: Warp = { rotation: 0, elastic: [] };
  for (const change of augmentation) warp = { ...warp, ...effectOf(change).warp };
  return warp;
}

/** What is read for one image of a batch: gray and mask (0 or 1, or class indices), uint8 [size + 2 margin, size + 2 margin]. */
export interface ReadImage extends Pair {
  size: number;
  /** Pixels around the image, which only `warped` looks at. */
  margin?: number;
  augmentation: Augmentation;
}

/**
 * Writes one augmented image and its mask into a batch: turned and deformed, then shaded, then what else is drawn.
 *
 * @param x receives gray / 255, float32 [size, size], at `offset`; `y` receives the mask likewise
 */
export function augmentInto(
  { size, margin = 0, augmentation, ...read }: ReadImage,
  { x, y, offset }: { x: Float32Array; y: Float32Array; offset: number },
): void {
  const effects = augmentation.map(change => effectOf(change));
  const warp = warpOf(augmentation);
  const { image, mask } = isWarp(warp) ? warped(read, size, warp, margin) : read;
  const shaded: Pair = { image: shade(image, effects), mask };
  const changed = effects.reduce((pair, effect) => effect.change?.(pair, size) ?? pair, shaded);
  for (let i = 0; i < size * size; i++) {
    x[offset + i] = changed.image[i] / 255;
    y[offset + i] = changed.mask[i];
  }
}

/** Every gray value through all effects, clipped to 0..255 and rounded at the end: one table look-up a pixel. */
function shade(image: Uint8Array, effects: readonly Effect[]): Uint8Array {
  if (!effects.some(effect => effect.shade)) return image;
  const table = Uint8ClampedArray.from({ length: 256 }, (_, gray) =>
    effects.reduce((value, effect) => effect.shade?.(value) ?? value, gray),
  );
  return image.map(value => table[value]);
}
