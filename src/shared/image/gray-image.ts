/** A picture of one byte a pixel, row by row: `data` is [height, width]. Crops and masks (0 or 255) are GrayImages too. */
export interface GrayImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A decoded frame, row by row: `data` is [height, width, 3], in the order R, G, B. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** One float a pixel, row by row: `data` is [height, width]. Probabilities and logits. */
export interface FloatImage {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Of an image, px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle in px; x1 and y1 are inside, x2 and y2 are not. */
export interface Box {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** The pixels inside `box`, which must lie within the picture. `channels` is 1 for gray, 3 for RGB. */
function cropped(image: GrayImage | RgbImage, box: Box, channels: number): GrayImage {
  const width = box.x2 - box.x1;
  const height = box.y2 - box.y1;
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const start = ((box.y1 + y) * image.width + box.x1) * channels;
    data.set(image.data.subarray(start, start + width * channels), y * width * channels);
  }
  return { width, height, data };
}

export function cropGray(image: GrayImage, box: Box): GrayImage {
  return cropped(image, box, 1);
}

export function cropRgb(image: RgbImage, box: Box): RgbImage {
  return cropped(image, box, 3);
}
