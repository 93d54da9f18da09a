import { assertNever } from '../assert.ts';
import type { Box, GrayImage } from '../image/gray-image.ts';
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

/** The pixels that a label covers within its image, which later labels may cover in turn. */
export function labelArea(label: Label, size: Size): LabelArea {
  const box = clipped(boxOf(label), size);
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

/** A box that holds every pixel of the label, and perhaps some more. */
function boxOf(label: Label): Box {
  switch (label.shape) {
    case 'polygon':
      return around(label.points, 0);
    case 'polyline':
      // Where the stroke is thin, it holds the pixels that its vertices lie in.
      return around(label.points, label.width / 2 + 1);
    case 'brush':
      return { x1: label.x, y1: label.y, x2: label.x + label.width, y2: label.y + label.height };
    default:
      return assertNever(label);
  }
}

function around(points: readonly (readonly [number, number])[], margin: number): Box {
  const box = { x1: Number.POSITIVE_INFINITY, y1: Number.POSITIVE_INFINITY, x2: -Infinity, y2: -Infinity };
  for (const [x, y] of points) {
    box.x1 = Math.min(box.x1, Math.floor(x - margin));
    box.y1 = Math.min(box.y1, Math.floor(y - margin));
    box.x2 = Math.max(box.x2, Math.ceil(x + margin));
    box.y2 = Math.max(box.y2, Math.ceil(y + margin));
  }
  return box;
}

function clipped({ x1, y1, x2, y2 }: Box, { width, height }: Size): Box {
  const [left, top] = [Math.min(width, Math.max(0, x1)), Math.min(height, Math.max(0, y1))];
  return { x1: left, y1: top, x2: Math.max(left, Math.min(width, x2)), y2: Math.max(top, Math.min(height, y2)) };
}
