import type { GrayImage, RgbImage } from './gray-image.ts';

/**
 * BT.601 luma, (9798 R + 19235 G + 3735 B + 16384) >> 15: bit for bit cv2.cvtColor(…, COLOR_RGB2GRAY),
 * checked against OpenCV 4.6 and 5.0. Decode frames to RGB and come here: ffmpeg's own gray differs by up to 33.
 */
export function rgbToGray({ width, height, data }: RgbImage): GrayImage {
  const gray = new Uint8Array(width * height);
  for (let i = 0, j = 0; i < gray.length; i++, j += 3) {
    gray[i] = (9798 * data[j] + 19235 * data[j + 1] + 3735 * data[j + 2] + 16384) >> 15;
  }
  return { width, height, data: gray };
}
