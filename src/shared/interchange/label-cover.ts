import type { Box, GrayImage } from '../image/gray-image.ts';
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
  const box = clipped(boxOf(label), size);
  const [width, height] = [box.x2 - box.x1, box.y2 - box.y1];
  if (width <= 0 || height <= 0) return null;
  const mask = { width, height, data: new Uint8Array(width * height) };
  paintLabel(mask, label, 1, box);
  return trimmed({ x: box.x1, y: box.y1, mask });
}

export function isSameCover(a: Cover | null, b: Cover | null): boolean {
  if (!a || !b) return a === b;
  const isPlaced = a.x === b.x && a.y === b.y && a.mask.width === b.mask.width && a.mask.height === b.mask.height;
  return isPlaced && a.mask.data.every((value, i) => value === b.mask.data[i]);
}

/** The whole-pixel box that holds every pixel a label can cover. */
function boxOf(label: Label): Box {
  if (label.shape === 'brush') {
    return { x1: label.x, y1: label.y, x2: label.x + label.width, y2: label.y + label.height };
  }
  const grow = label.shape === 'polyline' ? label.width / 2 : 0;
  const box = { x1: Infinity, y1: Infinity, x2: -Infinity, y2: -Infinity };
  for (const [x, y] of label.points) {
    box.x1 = Math.min(box.x1, Math.floor(x - grow));
    box.y1 = Math.min(box.y1, Math.floor(y - grow));
    box.x2 = Math.max(box.x2, Math.floor(x + grow) + 1);
    box.y2 = Math.max(box.y2, Math.floor(y + grow) + 1);
  }
  return box;
}

function clipped({ x1, y1, x2, y2 }: Box, { width, height }: { width: number; height: number }): Box {
  return { x1: Math.max(0, x1), y1: Math.max(0, y1), x2: Math.min(width, x2), y2: Math.min(height, y2) };
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
