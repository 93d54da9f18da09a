import type { Box, GrayImage } from '../image/gray-image.ts';
import { brushOf } from '../labels/brush-mask.ts';
import { paintLabel } from '../labels/rasterize.ts';
import type { Label } from '../schemas/label.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The box of whole pixels outside which a label paints nothing, px; it may reach over the image's edge. */
export function boxOf(label: Label): Box {
  if (label.shape === 'brush') {
    return { x1: label.x, y1: label.y, x2: label.x + label.width, y2: label.y + label.height };
  }
  const reach = label.shape === 'polyline' ? label.width / 2 : 0;
  let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of label.points) {
    x1 = Math.min(x1, x);
    y1 = Math.min(y1, y);
    x2 = Math.max(x2, x);
    y2 = Math.max(y2, y);
  }
  // A border, and a line that is thinner than a pixel, hold the pixels of their points.
  return {
    x1: Math.floor(x1 - reach),
    y1: Math.floor(y1 - reach),
    x2: Math.floor(x2 + reach) + 1,
    y2: Math.floor(y2 + reach) + 1,
  };
}

/** The part of the box inside an image; null when none is. */
export function clippedBox(box: Box, { width, height }: Size): Box | null {
  const clipped = {
    x1: Math.max(0, box.x1),
    y1: Math.max(0, box.y1),
    x2: Math.min(width, box.x2),
    y2: Math.min(height, box.y2),
  };
  return clipped.x1 < clipped.x2 && clipped.y1 < clipped.y2 ? clipped : null;
}

export function overlap(a: Box, b: Box): boolean {
  return a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2;
}

/** The mask of labels, 1 where any is, in the smallest box of the image that holds them all; null when none is inside. */
export function paintedPart(labels: readonly Label[], size: Size): { box: Box; mask: GrayImage } | null {
  let all: Box | null = null;
  for (const label of labels) {
    const box = clippedBox(boxOf(label), size);
    if (!box) continue;
    all = all ? union(all, box) : box;
  }
  if (!all) return null;
  const [width, height] = [all.x2 - all.x1, all.y2 - all.y1];
  const mask = { width, height, data: new Uint8Array(width * height) };
  for (const label of labels) paintLabel(mask, label, 1, all);
  return { box: all, mask };
}

function union(a: Box, b: Box): Box {
  return {
    x1: Math.min(a.x1, b.x1),
    y1: Math.min(a.y1, b.y1),
    x2: Math.max(a.x2, b.x2),
    y2: Math.max(a.y2, b.y2),
  };
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
