import { rgbToGray } from '../../shared/image/gray.ts';
import type { GrayImage } from '../../shared/image/gray-image.ts';

const known = new WeakMap<HTMLImageElement, GrayImage | null>();

/** The gray levels of a picture that is shown, made once; null where there is no memory for its canvas. */
export function grayPixels(picture: HTMLImageElement): GrayImage | null {
  const before = known.get(picture);
  if (before !== undefined) return before;
  const gray = made(picture);
  known.set(picture, gray);
  return gray;
}

function made(picture: HTMLImageElement): GrayImage | null {
  const { naturalWidth: width, naturalHeight: height } = picture;
  const pen = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!pen) return null;
  pen.drawImage(picture, 0, 0);
  const { data: rgba } = pen.getImageData(0, 0, width, height);
  const data = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    data[to] = rgba[from];
    data[to + 1] = rgba[from + 1];
    data[to + 2] = rgba[from + 2];
  }
  return rgbToGray({ width, height, data });
}
