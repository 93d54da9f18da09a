import type { Box, GrayImage } from '../image/gray-image.ts';
import { clippedTo, labelBox } from '../labels/label-box.ts';
import { paintLabel } from '../labels/rasterize.ts';
import type { Label } from '../schemas/label.ts';
import type { Size } from './shape-points.ts';

/** Pixels of one label within its image: 1 in `mask`, whose upper left pixel is (x, y). */
export interface LabelArea {
  readonly x: number;
  readonly y: number;
  readonly mask: GrayImage;
  /** How many are set. */
  readonly pixels: number;
}

const NOWHERE: Box = { x1: 0, y1: 0, x2: 0, y2: 0 };

/** The pixels that a label covers within its image, which later labels may cover in turn. */
export function labelArea(label: Label, size: Size): LabelArea {
  const box = clippedTo(labelBox(label), size) ?? NOWHERE;
  const [width, height] = [box.x2 - box.x1, box.y2 - box.y1];
  const mask = { width, height, data: new Uint8Array(width * height) };
  paintLabel(mask, label, 1, box);
  return withPixels(box.x1, box.y1, mask);
}

/** What remains of an area where the image's mask has `value`. */
export function visibleArea({ x, y, mask, pixels }: LabelArea, painted: GrayImage, value: number): LabelArea {
  const data = mask.data.map((set, at) => {
    const [column, row] = [at % mask.width, Math.floor(at / mask.width)];
    return set && painted.data[(y + row) * painted.width + x + column] === value ? 1 : 0;
  });
  const rest = withPixels(x, y, { ...mask, data });
  return rest.pixels === pixels ? { x, y, mask, pixels } : rest;
}

/** Whether stretches of positions x · height + y are these pixels and no others. */
export function isSameArea({ x, y, mask, pixels }: LabelArea, stretches: readonly number[], height: number): boolean {
  let count = 0;
  for (let k = 0; k < stretches.length; k += 2) count += stretches[k + 1] - stretches[k];
  if (count !== pixels) return false;
  for (let k = 0; k < stretches.length; k += 2) {
    for (let at = stretches[k]; at < stretches[k + 1]; at++) {
      const [column, row] = [Math.floor(at / height) - x, (at % height) - y];
      const isInside = column >= 0 && row >= 0 && column < mask.width && row < mask.height;
      if (!isInside || mask.data[row * mask.width + column] === 0) return false;
    }
  }
  return true;
}

function withPixels(x: number, y: number, mask: GrayImage): LabelArea {
  let pixels = 0;
  for (const value of mask.data) pixels += value;
  return { x, y, mask, pixels };
}
