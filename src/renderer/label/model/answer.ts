import type { GrayImage } from '../../../shared/image/gray-image.ts';

/** What a model said of an image, kept while its threshold is chosen. */
export interface Answer {
  readonly image: string;
  /** round(255 p), of the image's size. */
  readonly probability: GrayImage;
  /** Of each pixel the likeliest class, from 1; null where the model does not tell them apart. */
  readonly classes: Uint8Array | null;
  /** The model's classes by their names. */
  readonly names: readonly string[];
}
