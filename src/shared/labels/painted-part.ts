import { unionOf } from '../geometry/box.ts';
import type { Box, GrayImage } from '../image/gray-image.ts';
import type { Label } from '../schemas/label.ts';
import { brushOf } from './brush-mask.ts';
import { clippedTo, labelBox, type Size } from './label-box.ts';
import { paintLabel } from './rasterize.ts';

/** The mask of labels, 1 where any is, in the smallest box of the image that holds them all; null when none is inside. */
export function paintedPart(labels: readonly Label[], size: Size): { box: Box; mask: GrayImage } | null {
  let all: Box | null = null;
  for (const label of labels) {
    const box = clippedTo(labelBox(label), size);
    if (box) all = unionOf(all, box);
  }
  if (!all) return null;
  const [width, height] = [all.x2 - all.x1, all.y2 - all.y1];
  const mask = { width, height, data: new Uint8Array(width * height) };
  for (const label of labels) paintLabel(mask, label, 1, all);
  return { box: all, mask };
}

/** How many pixels of an image are under any of the labels. */
export function pixelsOf(labels: readonly Label[], size: Size): number {
  return countSet(paintedPart(labels, size)?.mask.data ?? []);
}

/** How many values are not 0. */
export function countSet(data: Iterable<number> & ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) count++;
  return count;
}

/** The label as a brush label of the pixels that `mask` has, whose upper left pixel is (x, y); null when there are none. */
export function asBrush(label: Label, mask: GrayImage, x: number, y: number): Label | null {
  const brush = brushOf(mask, x, y);
  return brush && { ...brush, class: label.class, source: label.source };
}
