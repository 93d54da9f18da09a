import type { GrayImage } from '../image/gray-image.ts';
import { clippedTo, labelBox } from '../labels/label-box.ts';
import { paintLabel } from '../labels/rasterize.ts';
import type { Label } from '../schemas/label.ts';

/** Pixels of an image: 1 where they are covered. The upper left one is (x, y). */
export interface Cover {
  readonly x: number;
  readonly y: number;
  readonly mask: GrayImage;
}

/** The pixels that a label covers within an image, in a box as small as may be; null when there are none. */
export function coverOf(label: Label, size: { width: number; height: number }): Cover | null {
  const box = clippedTo(labelBox(label), size);
  if (!box) return null;
  const [width, height] = [box.x2 - box.x1, box.y2 - box.y1];
  const mask = { width, height, data: new Uint8Array(width * height) };
  paintLabel(mask, label, 1, box);
  return trimmed({ x: box.x1, y: box.y1, mask });
}

export function isSameCover(a: Cover | null, b: Cover | null): boolean {
  if (!a || !b) return a === b;
  const isPlaced = a.x === b.x && a.y === b.y && a.mask.width === b.mask.width && a.mask.height === b.mask.height;
  return isPlaced && a.mask.data.every((value, i) => value === b.mask.data[i]);
}

function trimmed({ x, y, mask: { width, height, data } }: Cover): Cover | null {
  const rows = Array.from({ length: height }, (_, row) => data.subarray(row * width, (row + 1) * width));
  const isPainted = (row: Uint8Array) => row.includes(1);
  const [top, bottom] = [rows.findIndex(isPainted), rows.findLastIndex(isPainted)];
  if (top < 0) return null;
  const kept = rows.slice(top, bottom + 1);
  const left = kept.reduce((least, row) => Math.min(least, row.includes(1) ? row.indexOf(1) : width), width);
  const right = kept.reduce((most, row) => Math.max(most, row.lastIndexOf(1)), 0);
  const mask = { width: right - left + 1, height: kept.length, data: new Uint8Array((right - left + 1) * kept.length) };
  for (const [i, row] of kept.entries()) mask.data.set(row.subarray(left, right + 1), i * mask.width);
  return { x: x + left, y: y + top, mask };
}
