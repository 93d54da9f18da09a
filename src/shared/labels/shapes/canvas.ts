import type { GrayImage } from '../../image/gray-image.ts';

/** A mask whose upper left pixel is (x1, y1) in the labels' own px: whatever part is painted, each pixel comes out the same. */
export interface Canvas extends GrayImage {
  readonly x1: number;
  readonly y1: number;
}

/** What a pixel that is filled with its neighbours costs, beside one that is looked at. */
export const FILLED = 0.05;

/** Fills the pixels of a row whose centres lie in [from, to); the row must be the canvas's. */
export function fillRow({ x1, y1, width, data }: Canvas, y: number, from: number, to: number, value: number): void {
  const start = Math.min(width, Math.max(0, Math.ceil(from - 0.5) - x1));
  const end = Math.min(width, Math.max(0, Math.ceil(to - 0.5) - x1));
  data.fill(value, (y - y1) * width + start, (y - y1) * width + Math.max(start, end));
}

/** Sets the pixel that a point lies in, if the canvas has it. */
export function setPixel({ x1, y1, width, height, data }: Canvas, px: number, py: number, value: number): void {
  const x = Math.floor(px) - x1;
  const y = Math.floor(py) - y1;
  if (x >= 0 && y >= 0 && x < width && y < height) data[y * width + x] = value;
}
