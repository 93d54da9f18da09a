import { rgbToGray } from '../../shared/image/gray.ts';
import type { GrayImage } from '../../shared/image/gray-image.ts';

/** The bytes R, G, B and A of a decoded picture; null where there is no memory for its canvas. */
export function rgbaOf(picture: ImageBitmap | HTMLImageElement): ImageData | null {
  const [width, height] =
    'naturalWidth' in picture ? [picture.naturalWidth, picture.naturalHeight] : [picture.width, picture.height];
  const pen = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  pen?.drawImage(picture, 0, 0);
  return pen?.getImageData(0, 0, width, height) ?? null;
}

/** The gray levels of a decoded picture; null where there is no memory for its canvas. */
export function grayOf(picture: ImageBitmap | HTMLImageElement): GrayImage | null {
  const image = rgbaOf(picture);
  if (!image) return null;
  const { width, height, data: rgba } = image;
  const data = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    data[to++] = rgba[from];
    data[to++] = rgba[from + 1];
    data[to++] = rgba[from + 2];
  }
  return rgbToGray({ width, height, data });
}
