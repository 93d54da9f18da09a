import { unionOf } from '../geometry/box.ts';
import type { Box, GrayImage } from '../image/gray-image.ts';

/** A painted mask: run lengths of not painted, painted, … row by row over a box. */
interface Runs {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly runs: readonly number[];
}

/** Neighbouring pixels of a row: columns `from` to before `to`. */
export interface Stretch {
  readonly y: number;
  readonly from: number;
  readonly to: number;
}

/** The painted pixels of a brush label in px of the image, row by row from left to right. */
export function stretchesOf({ x, y, width, runs }: Runs): Stretch[] {
  const stretches: Stretch[] = [];
  let position = 0;
  for (const [k, run] of runs.entries()) {
    const end = position + run;
    for (let start = position; k % 2 === 1 && start < end; ) {
      const row = Math.floor(start / width);
      const last = Math.min(end, (row + 1) * width);
      stretches.push({ y: y + row, from: x + start - row * width, to: x + last - row * width });
      start = last;
    }
    position = end;
  }
  return stretches;
}

/** The brush label of such pixels, which lie in no other order; null for none. */
export function brushOfStretches(stretches: readonly Stretch[]) {
  if (stretches.length === 0) return null;
  const [top, bottom] = [stretches[0].y, stretches[stretches.length - 1].y + 1];
  const { x1: left, x2: right } = boxOfStretches(stretches)!;
  const [width, height] = [right - left, bottom - top];
  const runs = [0, 0];
  let position = 0;
  for (const { y, from, to } of stretches) {
    const start = (y - top) * width + from - left;
    if (start === position) runs[runs.length - 1] += to - from;
    else runs.push(start - position, to - from);
    position = start + to - from;
  }
  // The first two are of nothing if the mask does not begin in its corner.
  const [none, first, ...rest] = runs;
  const used = first === 0 ? rest : [none, first, ...rest];
  const after = width * height - position;
  return { shape: 'brush' as const, x: left, y: top, width, height, runs: after > 0 ? [...used, after] : used };
}

/** The pixels that are in either; both in their order. */
export function united(a: readonly Stretch[], b: readonly Stretch[]): Stretch[] {
  const all: { y: number; from: number; to: number }[] = [];
  for (let i = 0, k = 0; i < a.length || k < b.length; ) {
    const isFirst = k === b.length || (i < a.length && isBefore(a[i], b[k]));
    const next = isFirst ? a[i++] : b[k++];
    const last = all[all.length - 1];
    if (last?.y === next.y && next.from <= last.to) last.to = Math.max(last.to, next.to);
    else all.push({ ...next });
  }
  return all;
}

/** The pixels of `a` that are not in `b`; both in their order. */
export function without(a: readonly Stretch[], b: readonly Stretch[]): Stretch[] {
  const left: Stretch[] = [];
  let first = 0;
  for (const { y, from, to } of a) {
    while (first < b.length && (b[first].y < y || (b[first].y === y && b[first].to <= from))) first++;
    let start = from;
    for (let k = first; k < b.length && b[k].y === y && b[k].from < to; k++) {
      if (b[k].from > start) left.push({ y, from: start, to: b[k].from });
      start = Math.max(start, b[k].to);
    }
    if (start < to) left.push({ y, from: start, to });
  }
  return left;
}

/** The smallest box that holds them; null for none. */
export function boxOfStretches(stretches: readonly Stretch[]): Box | null {
  let box: Box | null = null;
  for (const { y, from, to } of stretches) box = unionOf(box, { x1: from, y1: y, x2: to, y2: y + 1 });
  return box;
}

/** The pixels of 1 in a mask of 0 and 1 whose upper left pixel is (x, y). */
export function stretchesOfMask({ width, height, data }: GrayImage, x: number, y: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (let row = 0; row < height; row++) {
    const pixels = data.subarray(row * width, (row + 1) * width);
    for (let from = pixels.indexOf(1); from >= 0; ) {
      const end = pixels.indexOf(0, from);
      const to = end < 0 ? width : end;
      stretches.push({ y: y + row, from: x + from, to: x + to });
      from = end < 0 ? -1 : pixels.indexOf(1, end);
    }
  }
  return stretches;
}

function isBefore(a: Stretch, b: Stretch): boolean {
  return a.y < b.y || (a.y === b.y && a.from <= b.from);
}
