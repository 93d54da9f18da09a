import * as z from 'zod';

const count = z.int().nonnegative();

/** Where an image of a native set lies in `images.bin`, and its mask alike in `masks.bin`. */
const placeSchema = z.object({
  /** px */
  width: z.int().positive(),
  height: z.int().positive(),
  /** Of its first byte; uint8 [height, width] from there. */
  offset: count,
  /** How many pixels of its mask are crack, and which of the numbers in `cracks.bin` is the first of them. */
  cracks: count,
  firstCrack: count,
});
export type Place = z.infer<typeof placeSchema>;

/**
 * The manifest of a prepared set: images and masks decoded once, so that training reads plain bytes. Beside it lie
 * `images.bin` (gray, uint8) and `masks.bin` (0 or 1, with `classes` the index of the class, uint8), both in the order of `names`. Of a resized set each holds
 * [count, size, size]. Of a native set, which has `places`, images keep their own sizes, and in `cracks.bin` (uint32,
 * little endian) lies for every crack pixel, image by image, its position row * width + column, so that one is drawn
 * without a look through the mask.
 */
export const preparedSetSchema = z.object({
  version: z.literal(1),
  /** Side of the network's square input, px: of the images, or of the crops that are taken from them. */
  size: z.int().positive(),
  /** File names as in `images/` and `splits/`. */
  names: z.array(z.string()),
  /** Whether the mask of each name holds a pixel of crack (at full resolution). */
  positive: z.array(z.boolean()),
  /** What the indices 1, 2, … of the masks mean; every label alike is 1 when absent. */
  classes: z.array(z.string()).optional(),
  /** Classes with labels that count as background, for they are none of `classes`. */
  others: z.array(z.string()).optional(),
  /** Indices into `names`. */
  train: z.array(z.int()),
  val: z.array(z.int()),
  /** Of a native set, one a name. */
  places: z.array(placeSchema).optional(),
  /** Names the content: SHA-256 over the gray and mask bytes of every image in turn, then over the rest of this manifest. */
  hash: z.string().optional(),
});

export type PreparedSet = z.infer<typeof preparedSetSchema>;

/** How many bytes each file of a whole set has. */
export function fileSizes({ names, size, places }: PreparedSet): Record<string, number> {
  if (!places) return { 'images.bin': names.length * size ** 2, 'masks.bin': names.length * size ** 2 };
  const pixels = places.reduce((sum, { width, height }) => sum + width * height, 0);
  const cracks = places.reduce((sum, place) => sum + place.cracks, 0);
  return { 'images.bin': pixels, 'masks.bin': pixels, 'cracks.bin': 4 * cracks };
}
