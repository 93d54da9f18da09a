import type { NoteCode } from '../../../shared/interchange/notes.ts';
import { labelBox } from '../../../shared/labels/label-box.ts';
import type { Label, Point } from '../../../shared/schemas/label.ts';

/** Farther from the image's corner than any picture is wide, px. */
const FARTHEST = 1e6;

/** What keeps a label of another tool from being one of ours, or null. */
export function faultOf(label: Label): Extract<NoteCode, 'bad-number' | 'degenerate' | 'bad-shape'> | null {
  if (label.shape === 'brush') return brushFault(label);
  if (!label.points.every(([x, y]) => isSensible(x) && isSensible(y))) return 'bad-number';
  if (label.points.length < (label.shape === 'polygon' ? 3 : 1)) return 'degenerate';
  if (label.shape === 'polygon') return null;
  return isSensible(label.width) && label.width > 0 ? null : 'bad-number';
}

/** What painting the labels of one image may cost: seconds, where what people draw costs milliseconds. */
export const MAX_COST = 3e8;
/** Of a stroke, every pixel is measured from its line; the ends of each stretch twice. */
const STROKED = 20;
/** Beside an edge of a ring that crosses a row, which is kept and sorted; and a pixel that is filled with its neighbours. */
const CROSSING = 100;
const FILLED = 0.05;
const LARGEST = 65_536;

/** What painting a sound label costs at most, in pixels that are looked at. */
export function costOf(label: Label): number {
  if (label.shape === 'brush') return label.width * label.height * FILLED;
  if (label.shape === 'polyline') return strokeArea(label) * STROKED;
  const { x1, y1, x2, y2 } = labelBox(label);
  const area = Math.min(LARGEST, x2 - x1) * Math.min(LARGEST, y2 - y1);
  return countCrossings(label.points) * CROSSING + Math.min(area, 2 ** 28) * FILLED;
}

/** Of the rows that a picture can have, how often the ring's edges cross one. */
function countCrossings(points: readonly Point[]): number {
  const row = ([, y]: Point) => Math.max(0, Math.min(LARGEST, y));
  return points.reduce((sum, point, i) => sum + Math.abs(row(point) - row(points.at(i - 1) ?? point)), 0);
}

function isSensible(value: number): boolean {
  return Math.abs(value) <= FARTHEST;
}

function brushFault({
  x,
  y,
  width,
  height,
  runs,
}: Extract<Label, { shape: 'brush' }>): 'bad-number' | 'bad-shape' | null {
  if (![x, y, width, height].every(value => Number.isInteger(value) && isSensible(value))) return 'bad-number';
  if (width < 1 || height < 1 || width > 65_536 || height > 65_536 || width * height > 2 ** 28) return 'bad-shape';
  let sum = 0;
  for (const run of runs) {
    if (!Number.isInteger(run) || run < 0) return 'bad-shape';
    sum += run;
  }
  return sum === width * height ? null : 'bad-shape';
}

function strokeArea({ points, width }: Extract<Label, { shape: 'polyline' }>): number {
  let length = width;
  for (let i = 1; i < points.length; i++) {
    length += width + Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]);
  }
  return length * width;
}

/** How many labels occur twice. */
export function countDuplicates(labels: readonly Label[]): number {
  const seen = new Set<string>();
  let count = 0;
  for (const label of labels.length > 1 ? labels : []) {
    const key = JSON.stringify(label);
    if (seen.has(key)) count++;
    seen.add(key);
  }
  return count;
}
