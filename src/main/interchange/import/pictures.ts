import sharp from 'sharp';
import type { GrayImage } from '../../../shared/image/gray-image.ts';
import type { Size } from '../../../shared/labels/label-box.ts';

/** Larger pictures are refused before they are decoded, for they would fill the memory. */
const MAX_PIXELS = 2 ** 28;

const PICTURE = /\.(png|jpe?g|webp|tiff?|bmp)$/i;

/** Whether a file's name is that of a picture. */
export function isPicture(file: string): boolean {
  return PICTURE.test(file);
}

/** Size upright, px, as EXIF turns it; null for what is no picture. */
export async function sizeOfPicture(bytes: Uint8Array): Promise<{ width: number; height: number } | null> {
  try {
    const { autoOrient } = await sharp(bytes, { limitInputPixels: MAX_PIXELS }).metadata();
    return autoOrient;
  } catch {
    return null;
  }
}

/** A mask that stands in a label file: not 0 is set; of several channels the first. Null for what is no picture. */
export async function decodeMask(bytes: Uint8Array): Promise<GrayImage | null> {
  try {
    const image = sharp(bytes, { failOn: 'error', ignoreIcc: true, limitInputPixels: MAX_PIXELS });
    const { data, info } = await image.extractChannel(0).raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data };
  } catch {
    return null;
  }
}

/** A mask of 0 and 1 as an 8-bit PNG of one channel. */
export async function encodeMask({ width, height, data }: GrayImage): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
}

/**
 * A mask that stands in a label file: set where a picture that may be transparent is not, or where another is not 0. Null for what
 * is no picture, or larger than `within`, px.
 */
export async function decodeCoverage(bytes: Uint8Array, within: Size): Promise<GrayImage | null> {
  try {
    const limitInputPixels = Math.min(MAX_PIXELS, within.width * within.height);
    const image = sharp(bytes, { failOn: 'error', ignoreIcc: true, limitInputPixels });
    const { hasAlpha, channels, width, height } = await image.metadata();
    if (width > within.width || height > within.height) return null;
    const channel = image.extractChannel(hasAlpha ? (channels === 2 ? 1 : 3) : 0);
    const { data, info } = await channel.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data };
  } catch {
    return null;
  }
}
