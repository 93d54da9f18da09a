import { fillPoly } from '../geometry/fill-poly.ts';
import type { GrayImage } from '../image/gray-image.ts';
import { paintLabel } from '../labels/rasterize.ts';
import type { Label, Point } from '../schemas/label.ts';
import { BACKGROUND } from './foreign.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** How many pixels labelme draws for labels that cover the very pixels of its shapes, the later over the earlier. */
export function labelmePixels(labels: readonly Label[], { width, height }: Size): number {
  const canvas: GrayImage = { width, height, data: new Uint8Array(width * height) };
  for (const label of labels) paintLabel(canvas, label, label.class === BACKGROUND ? 0 : 1);
  return countOf(canvas);
}

/** How many pixels X-AnyLabeling draws: vertices moved into the image and cut to whole pixels, then cv2.fillPoly. */
export function xAnyLabelingPixels(rings: readonly (readonly Point[])[], { width, height }: Size): number {
  const canvas: GrayImage = { width, height, data: new Uint8Array(width * height) };
  const into = (value: number, size: number) => Math.trunc(Math.max(0, Math.min(value, size - 1)));
  for (const ring of rings) {
    const vertices = ring.map(([x, y]) => ({ x: into(x, width), y: into(y, height) }));
    const left = vertices.reduce((least, { x }) => Math.min(least, x), width);
    const top = vertices.reduce((least, { y }) => Math.min(least, y), height);
    const moved = vertices.map(({ x, y }) => ({ x: x - left, y: y - top }));
    const across = moved.reduce((most, { x }) => Math.max(most, x), 0) + 1;
    const down = moved.reduce((most, { y }) => Math.max(most, y), 0) + 1;
    or(canvas, fillPoly(moved, across, down), left, top);
  }
  return countOf(canvas);
}

function or(canvas: GrayImage, { width, data }: GrayImage, left: number, top: number): void {
  data.forEach((value, i) => {
    if (value > 0) canvas.data[(top + Math.floor(i / width)) * canvas.width + left + (i % width)] = 1;
  });
}

function countOf({ data }: GrayImage): number {
  return data.reduce((sum, value) => sum + value, 0);
}
