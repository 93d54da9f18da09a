import type { GrayImage } from '../../shared/image/gray-image.ts';
import { rgbaOf } from './gray-of.ts';

/** Loads a picture whose red channel is its gray. Throws an Error that is fit for the user. */
export async function loadGray(url: string): Promise<GrayImage> {
  const response = await fetch(url);
  if (!response.ok) throw new Error('A picture of the prediction could not be loaded: choose the image again.');
  // No colour management: the bytes are numbers.
  const bitmap = await createImageBitmap(await response.blob(), { colorSpaceConversion: 'none' });
  const image = rgbaOf(bitmap);
  bitmap.close();
  if (!image) throw new Error('This browser gives the page no canvas: close other tabs and reload.');
  const { width, height } = image;
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = image.data[i * 4];
  return { width, height, data };
}
