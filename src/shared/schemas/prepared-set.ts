import { z } from 'zod';

/**
 * The manifest of a prepared set: images and masks decoded and resized once, so that training reads plain bytes.
 * Beside it lie `images.bin` (gray, uint8 [count, size, size]) and `masks.bin` (0 or 1, uint8 [count, size, size]),
 * both in the order of `names`.
 */
export const preparedSetSchema = z.object({
  version: z.literal(1),
  /** Side of the square images, px. */
  size: z.int().positive(),
  /** File names as in `images/` and `splits/`. */
  names: z.array(z.string()),
  /** Whether the mask of each name has any crack pixel (at full resolution). */
  positive: z.array(z.boolean()),
  /** Indices into `names`. */
  train: z.array(z.int()),
  val: z.array(z.int()),
  /** Names the content: SHA-256 over the gray and mask bytes of every image in turn, then over the rest of this manifest. */
  hash: z.string().optional(),
});

export type PreparedSet = z.infer<typeof preparedSetSchema>;
