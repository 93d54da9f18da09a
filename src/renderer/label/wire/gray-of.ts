import { rgbToGray } from '../../../shared/image/gray.ts';
import type { GrayImage } from '../../../shared/image/gray-image.ts';

/** The gray levels of a decoded picture. Throws an Error when there is no memory for its canvas. */
export function grayOf(picture: ImageBitmap): GrayImage {
  const { width, height } = picture;
  const pen = new OffscreenCanvas(width, height).getContext('2d');
  if (!pen) throw new Error(`A picture of ${width}x${height} px has no room in memory.`);
  pen.drawImage(picture, 0, 0);
  picture.close();
  const { data: rgba } = pen.getImageData(0, 0, width, height);
  const data = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    data[to++] = rgba[from];
    data[to++] = rgba[from + 1];
    data[to++] = rgba[from + 2];
  }
  return rgbToGray({ width, height, data });
}
