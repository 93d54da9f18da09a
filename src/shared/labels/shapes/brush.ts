import * as z from 'zod';
import { isShift } from '../../geometry/affine.ts';
import type { Point } from '../../schemas/point.ts';
import { boxOfStretches, stretchesOf, without } from '../stretches.ts';
import { type Canvas, FILLED, fillRow } from './canvas.ts';
import { isSensible, MAX_PIXELS, MAX_SIDE, marks, type Shape } from './shape.ts';

const side = z.int().positive().max(MAX_SIDE);

const schema = z
  .object({
    shape: z.literal('brush'),
    ...marks,
    /** The box that holds the painted pixels; it may reach over the frame's edge. */
    x: z.int(),
    y: z.int(),
    width: side,
    height: side,
    /** Run lengths row by row over the box: not painted, painted, not painted, … */
    runs: z.array(z.int().nonnegative()),
  })
  .refine(brush => brush.width * brush.height <= MAX_PIXELS, { error: 'a brush mask has more than 2^28 pixels' })
  .refine(brush => brush.runs.reduce((sum, run) => sum + run, 0) === brush.width * brush.height, {
    error: 'the runs of a brush mask must add up to its width times its height',
  });
export type Brush = z.infer<typeof schema>;

/** A painted mask, kept as a mask: a crack traced to a polygon and back loses pixels. */
export const brush = {
  schema,
  paint(canvas, label, value) {
    let position = 0;
    for (const [k, run] of label.runs.entries()) {
      if (k % 2 === 1) paintRun(canvas, label, position, position + run, value);
      position += run;
    }
  },
  box: boxOf,
  difference(before, after) {
    const [a, b] = [stretchesOf(before), stretchesOf(after)];
    const changed = boxOfStretches([...without(a, b), ...without(b, a)]);
    return changed ?? { x1: after.x, y1: after.y, x2: after.x, y2: after.y };
  },
  hit: (label, [x, y], reach) => isPainted(label, [Math.floor(x), Math.floor(y)], Math.ceil(reach)),
  mapped(label, map) {
    return isShift(map) ? { ...label, x: label.x + Math.round(map.e), y: label.y + Math.round(map.f) } : null;
  },
  vertices: null,
  stroke: null,
  ring: () => null,
  outside({ x, y, width, height }, image) {
    const inX = Math.max(0, Math.min(image.width, x + width) - Math.max(0, x));
    const inY = Math.max(0, Math.min(image.height, y + height) - Math.max(0, y));
    return 1 - (inX * inY) / (width * height);
  },
  margin: () => 0,
  fault({ x, y, width, height, runs }) {
    if (![x, y, width, height].every(value => Number.isInteger(value) && isSensible(value))) return 'bad-number';
    const isSize = width >= 1 && height >= 1 && width <= MAX_SIDE && height <= MAX_SIDE && width * height <= MAX_PIXELS;
    if (!isSize || !runs.every(run => Number.isInteger(run) && run >= 0)) return 'bad-shape';
    return runs.reduce((sum, run) => sum + run, 0) === width * height ? null : 'bad-shape';
  },
  cost: ({ width, height }) => width * height * FILLED,
  weight: ({ runs }) => runs.length / 8,
  notes: { polygon: null, mask: 'brush-to-mask', outlines: 'brush-to-polygons', pixels: null },
} satisfies Shape<Brush>;

function boxOf({ x, y, width, height }: Brush) {
  return { x1: x, y1: y, x2: x + width, y2: y + height };
}

/** A run goes over the brush's box row by row; of each row it has one stretch. */
function paintRun(canvas: Canvas, { x, y, width }: Brush, from: number, to: number, value: number): void {
  for (let start = from; start < to; ) {
    const row = Math.floor(start / width);
    const end = Math.min(to, (row + 1) * width);
    const shift = x - row * width + 0.5;
    const inside = y + row >= canvas.y1 && y + row < canvas.y1 + canvas.height;
    if (inside) fillRow(canvas, y + row, start + shift, end + shift, value);
    start = end;
  }
}

/** Whether a pixel within `around` px of one is painted. */
function isPainted(label: Brush, pixel: Point, around: number): boolean {
  let position = 0;
  for (const [k, run] of label.runs.entries()) {
    if (k % 2 === 1 && run > 0 && isRunNear(label, position, position + run - 1, pixel, around)) return true;
    position += run;
  }
  return false;
}

/** Runs go row by row: of a run that goes over several rows each row's part is asked. */
function isRunNear({ x, y, width }: Brush, first: number, last: number, [px, py]: Point, around: number): boolean {
  const [from, to] = [Math.floor(first / width), Math.floor(last / width)];
  for (let row = Math.max(from, py - y - around); row <= Math.min(to, py - y + around); row++) {
    const left = x + (row === from ? first % width : 0);
    const right = x + (row === to ? last % width : width - 1);
    if (px >= left - around && px <= right + around) return true;
  }
  return false;
}
