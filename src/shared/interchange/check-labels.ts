import type { Label } from '../schemas/label.ts';
import type { NoteCode } from './notes.ts';

/** Farther from the image's corner than any picture is wide, px. */
const FARTHEST = 1e6;
/** No stroke of a person covers more pixels than so many large pictures; painting it would take minutes. */
const MAX_STROKE = 4e9;

/** What keeps a label of another tool from being one of ours, or null. */
export function faultOf(label: Label): Extract<NoteCode, 'bad-number' | 'degenerate' | 'bad-shape'> | null {
  if (label.shape === 'brush') return brushFault(label);
  if (!label.points.every(([x, y]) => isSensible(x) && isSensible(y))) return 'bad-number';
  if (label.points.length < (label.shape === 'polygon' ? 3 : 1)) return 'degenerate';
  if (label.shape === 'polygon') return null;
  if (!isSensible(label.width) || label.width <= 0) return 'bad-number';
  return strokeArea(label) > MAX_STROKE ? 'bad-shape' : null;
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
