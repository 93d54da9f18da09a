import type { Note } from '../../../../shared/interchange/notes.ts';
import { rectangleOf } from '../../../../shared/labels/shapes/rectangle.ts';
import { shapeOf } from '../../../../shared/labels/shapes/shapes.ts';
import type { Label, Point } from '../../../../shared/schemas/label.ts';

/** Ultralytics takes coordinates that lie so far outside the image, as a share of its side, and no farther. */
const OUTSIDE = 0.01;

export interface YoloLabels {
  /** Coordinates are shares of the image's sides. */
  readonly labels: readonly Label[];
  readonly notes: readonly Note[];
  /** Whether no line says anything: an image that was looked at and has no label. */
  readonly isEmpty: boolean;
}

/**
 * The lines of a label file: class and outline, or class, centre and size of a box. A line that makes no sense is left out
 * alone; Ultralytics drops the whole image then.
 *
 * @param classOf the name of a class by its number, undefined where there is none
 */
export function readYoloLines(text: string, classOf: (index: number) => string | undefined): YoloLabels {
  const notes: Note[] = [];
  const labels: Label[] = [];
  const seen = new Set<string>();
  const lines = linesOf(text);
  lines.forEach(({ tokens, number }) => {
    const key = tokens.map(Number).join(' ');
    const read = seen.has(key) ? note('duplicate', 'it occurs before') : readLine(tokens.map(Number), classOf);
    seen.add(key);
    if ('code' in read) notes.push({ ...read, detail: `line ${number}: ${read.detail}` });
    else labels.push(read);
  });
  return { labels, notes, isEmpty: lines.length === 0 };
}

/** Numbers from 1, blank lines left out. */
function linesOf(text: string): { tokens: string[]; number: number }[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const numbered = lines.map((line, i) => ({ tokens: line.trim().split(/\s+/), number: i + 1 }));
  return numbered.filter(({ tokens }) => tokens[0] !== '');
}

/** Whether a text looks like a label file: its first line is a class and an outline or a box. */
export function looksLikeYolo(text: string): boolean {
  const [first] = linesOf(text);
  return (
    first !== undefined && first.tokens.length >= 5 && !('code' in readLine(first.tokens.map(Number), () => 'any'))
  );
}

/** The class numbers that occur. */
export function yoloClasses(text: string): number[] {
  return linesOf(text)
    .map(({ tokens }) => Number(tokens[0]))
    .filter(index => Number.isInteger(index) && index >= 0);
}

function note(code: Note['code'], detail: string): Note & { detail: string } {
  return { code, detail };
}

function readLine(numbers: readonly number[], classOf: (index: number) => string | undefined) {
  const [index, ...values] = numbers;
  if (!numbers.every(Number.isFinite)) return note('bad-number', 'it holds something else than numbers');
  const name = Number.isInteger(index) && index >= 0 ? classOf(index) : undefined;
  if (name === undefined)
    return note('bad-shape', `there is no class ${index}, for which Ultralytics drops the whole image`);
  if (values.length % 2 === 1 || values.length === 0)
    return note('bad-shape', 'a coordinate is missing, for which Ultralytics drops the whole image');
  const points = values.length === 4 ? cornersOf(values) : pointsOf(values);
  if (!points.flat().every(value => value >= -OUTSIDE && value <= 1 + OUTSIDE))
    return note('bad-number', 'it reaches far out of the image, for which Ultralytics drops the whole image');
  if (points.length < 3) return note('degenerate', 'it has fewer than three points');
  const marks = { class: name, source: 'imported' } as const;
  const place = values.length === 4 ? rectangleOf(points) : null;
  const label: Label = place ? { shape: 'rectangle', ...marks, ...place } : { shape: 'polygon', ...marks, points };
  return shapeOf(label).fault(label) ? note('degenerate', 'its box has no area') : label;
}

function pointsOf(values: readonly number[]): Point[] {
  return Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i], values[2 * i + 1]]);
}

function cornersOf([cx, cy, width, height]: readonly number[]): Point[] {
  const [left, right] = [cx - width / 2, cx + width / 2];
  const [top, bottom] = [cy - height / 2, cy + height / 2];
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

/** A line of a class and a ring, px, of an image of this size. */
export function yoloLine(index: number, points: readonly Point[], size: { width: number; height: number }): string {
  // Nine digits tell pixels of images of any size apart, with their fractions.
  const values = points.flatMap(([x, y]) => [(x / size.width).toFixed(9), (y / size.height).toFixed(9)]);
  return [index, ...values].join(' ');
}
