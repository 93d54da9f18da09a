import { type Box, cropGray, type GrayImage } from '../image/gray-image.ts';
import type { Brush } from './shapes/brush.ts';

/** A brush label's shape without its class. */
export type BrushShape = Omit<Brush, 'class' | 'source'>;

/** Run lengths of zero, non-zero, zero, …; the first may be 0. */
export function runsOf(data: Uint8Array): number[] {
  const runs: number[] = [];
  let start = 0;
  for (let i = 1; i <= data.length; i++) {
    if (i < data.length && data[i] > 0 === data[start] > 0) continue;
    if (start === 0 && data[0] > 0) runs.push(0);
    runs.push(i - start);
    start = i;
  }
  return runs;
}

/** The non-zero pixels of a mask whose upper left pixel is (x, y), in the smallest box; null when there are none. */
export function brushOf(mask: GrayImage, x: number, y: number): BrushShape | null {
  const box = paintedBox(mask);
  if (!box) return null;
  const { width, height, data } = cropGray(mask, box);
  return { shape: 'brush', x: x + box.x1, y: y + box.y1, width, height, runs: runsOf(data) };
}

/** The smallest box that holds the non-zero pixels of a mask; null when there are none. */
export function paintedBox({ width, height, data }: GrayImage): Box | null {
  const box = { x1: width, y1: height, x2: 0, y2: 0 };
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width, (y + 1) * width);
    const first = row.findIndex(value => value > 0);
    if (first < 0) continue;
    box.x1 = Math.min(box.x1, first);
    box.x2 = Math.max(box.x2, row.findLastIndex(value => value > 0) + 1);
    box.y1 = Math.min(box.y1, y);
    box.y2 = y + 1;
  }
  return box.x2 > 0 ? box : null;
}
