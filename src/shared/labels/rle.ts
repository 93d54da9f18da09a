import type { GrayImage } from '../image/gray-image.ts';
import { type BrushShape, brushOf } from './brush-mask.ts';
import type { Size } from './label-box.ts';

/** A count never needs more than so many groups of 5 bits. */
const MAX_GROUPS = 7;

/**
 * The counts in COCO's compressed string, or null where it is none. Each count, less the count before the last from the
 * fourth on, is split into groups of 5 bits, the lowest first; 0x20 marks that more follow, 0x10 of the last is the
 * sign, 48 is added to make it a character (pycocotools `rleFrString`).
 */
export function countsFromString(text: string): number[] | null {
  const counts: number[] = [];
  for (let i = 0; i < text.length; ) {
    let value = 0;
    let group = 0x20;
    for (let shift = 0; group & 0x20; shift++) {
      group = text.charCodeAt(i++) - 48;
      // Also beyond the end, where it is NaN.
      if (!(group >= 0 && group < 64) || shift >= MAX_GROUPS) return null;
      value += (group & 0x1f) * 32 ** shift;
      if (!(group & 0x20) && group & 0x10) value -= 32 ** (shift + 1);
    }
    counts.push(counts.length > 2 ? value + counts[counts.length - 2] : value);
  }
  return counts;
}

/** COCO's compressed string of counts, each below 2^31 (pycocotools `rleToString`). */
export function countsToString(counts: readonly number[]): string {
  let text = '';
  counts.forEach((count, i) => {
    let rest = i > 2 ? count - counts[i - 2] : count;
    for (let more = true; more; ) {
      const group = rest & 0x1f;
      rest >>= 5;
      more = group & 0x10 ? rest !== -1 : rest !== 0;
      text += String.fromCharCode(group + (more ? 0x20 : 0) + 48);
    }
  });
  return text;
}

/** Whether these are run lengths of `pixels` pixels. */
export function addUpTo(counts: readonly unknown[], pixels: number): counts is readonly number[] {
  let sum = 0;
  for (const count of counts) {
    if (!Number.isInteger(count) || Number(count) < 0) return false;
    sum += Number(count);
  }
  return sum === pixels;
}

/** The stretches `from, to, from, to, …` of the runs that are set, in the runs' own order, those of no length left out. */
export function stretchesOf(counts: readonly number[]): number[] {
  const stretches: number[] = [];
  let position = 0;
  counts.forEach((count, k) => {
    if (k % 2 === 1 && count > 0) stretches.push(position, position + count);
    position += count;
  });
  return stretches;
}

/** The brush of column-major counts that add up to the size's pixels; null where no pixel is set. */
export function brushOfCounts(counts: readonly number[], { height }: Size): BrushShape | null {
  const stretches = stretchesOf(counts);
  if (stretches.length === 0) return null;
  const left = Math.floor(stretches[0] / height);
  const right = Math.floor((stretches[stretches.length - 1] - 1) / height);
  const [top, bottom] = rowsOf(stretches, height);
  const width = right - left + 1;
  const mask = { width, height: bottom - top + 1, data: new Uint8Array(width * (bottom - top + 1)) };
  for (let k = 0; k < stretches.length; k += 2) {
    for (let at = stretches[k]; at < stretches[k + 1]; at++) {
      mask.data[((at % height) - top) * width + Math.floor(at / height) - left] = 1;
    }
  }
  return brushOf(mask, left, top);
}

/** The first and the last row that has a pixel. */
function rowsOf(stretches: readonly number[], height: number): [number, number] {
  let [top, bottom] = [height - 1, 0];
  for (let k = 0; k < stretches.length; k += 2) {
    const [from, to] = [stretches[k], stretches[k + 1]];
    const isOneColumn = Math.floor(from / height) === Math.floor((to - 1) / height);
    top = Math.min(top, isOneColumn ? from % height : 0);
    bottom = Math.max(bottom, isOneColumn ? (to - 1) % height : height - 1);
  }
  return [top, bottom];
}

/** COCO's counts for an image of `size`, column by column, of a mask whose upper left pixel is (x, y) of it. */
export function countsOfMask(mask: GrayImage, x: number, y: number, size: Size): number[] {
  const counts: number[] = [];
  let [end, set] = [0, 0];
  for (let column = 0; column < mask.width; column++) {
    for (let row = 0; row < mask.height; row++) {
      if (mask.data[row * mask.width + column] === 0) continue;
      const at = (x + column) * size.height + y + row;
      if (at > end || counts.length === 0) {
        if (set > 0) counts.push(set);
        counts.push(at - end);
        set = 0;
      }
      set++;
      end = at + 1;
    }
  }
  if (set > 0) counts.push(set);
  const rest = size.width * size.height - end;
  return rest > 0 ? [...counts, rest] : counts;
}
