import type { GrayImage } from '../../shared/image/gray-image.ts';
import { grayOf } from '../canvas/gray-of.ts';

const known = new WeakMap<HTMLImageElement, GrayImage | null>();

/** The gray levels of a picture that is shown, made once; null where there is no memory for its canvas. */
export function grayPixels(picture: HTMLImageElement): GrayImage | null {
  const before = known.get(picture);
  if (before !== undefined) return before;
  const gray = grayOf(picture);
  known.set(picture, gray);
  return gray;
}
