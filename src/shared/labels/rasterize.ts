import { assertNever } from '../assert.ts';
import { visitFillPoly } from '../geometry/fill-poly.ts';
import { visitPilPolygon } from '../geometry/pil-polygon.ts';
import type { Box, GrayImage } from '../image/gray-image.ts';
import type { Label, Point } from '../schemas/label.ts';

/**
 * The one rule from labels to mask: the class index (1 for the first of `classes`, 0 for no label) of every pixel of
 * `box`, given in the labels' own px. Polygons by pixel centres, half-open, even-odd within a ring; those with a
 * border as PIL or OpenCV draw them through the pixels of their vertices (`visitPilPolygon`, `visitFillPoly`); polylines as
 * round-capped strokes never thinner than one connected pixel; later labels paint over earlier ones.
 * Throws when a label's class is not among `classes`.
 */
export function rasterizeLabels(labels: readonly Label[], box: Box, classes: readonly string[]): GrayImage {
  const width = box.x2 - box.x1;
  const height = box.y2 - box.y1;
  const mask: GrayImage = { width, height, data: new Uint8Array(width * height) };
  for (const label of labels) {
    const index = classes.indexOf(label.class) + 1;
    if (index === 0) throw new Error(`class ${label.class} is not one of ${classes.join(', ')}`);
    paintLabel(mask, label, index, box);
  }
  return mask;
}

/** A mask whose upper left pixel is (x1, y1) in the labels' own px: whatever part is painted, each pixel comes out the same. */
interface Canvas extends GrayImage {
  readonly x1: number;
  readonly y1: number;
}

/** Paints one label over a mask, whose upper left corner lies at (x1, y1) of the labels' own px. */
export function paintLabel(mask: GrayImage, label: Label, value: number, { x1, y1 } = { x1: 0, y1: 0 }): void {
  const canvas = { ...mask, x1, y1 };
  switch (label.shape) {
    case 'polygon':
      if (label.border) paintBordered(canvas, label.points, label.border, value);
      else paintPolygon(canvas, label.points, value);
      break;
    case 'polyline':
      paintPolyline(canvas, label.points, label.width, value);
      break;
    case 'brush':
      paintBrush(canvas, label, value);
      break;
    default:
      assertNever(label);
  }
}

function paintBordered(canvas: Canvas, points: readonly Point[], border: true | 'opencv', value: number): void {
  const pixels = points.map(([x, y]): Point => [Math.floor(x), Math.floor(y)]);
  const [top, bottom] = [canvas.y1, canvas.y1 + canvas.height];
  const visit = (y: number, from: number, to: number) => fillRow(canvas, y, from + 0.5, to + 1.5, value);
  if (border === true) visitPilPolygon(pixels, top, bottom, visit);
  else
    visitFillPoly(
      pixels.map(([x, y]) => ({ x, y })),
      top,
      bottom,
      visit,
    );
}

/** Row by row: sorts where the ring crosses the line of pixel centres and fills between every second pair. */
function paintPolygon(canvas: Canvas, points: readonly Point[], value: number): void {
  // Not spread into arguments: a traced mask may have more points than a call may have.
  const [least, most] = points.reduce(([a, b], [, y]) => [Math.min(a, y), Math.max(b, y)], [Infinity, -Infinity]);
  const top = Math.max(canvas.y1, Math.floor(least));
  const bottom = Math.min(canvas.y1 + canvas.height, Math.ceil(most));
  const rows = Math.max(LEAST_ROWS, Math.floor(MOST_CROSSINGS / points.length));
  for (let first = top; first < bottom; first += rows) {
    crossingsByRow(points, first, Math.min(bottom, first + rows)).forEach((list, row) => {
      // As numbers, not as objects that are compared by a function: a ring may cross a row tens of thousands of times.
      const crossings = Float64Array.from(list).sort();
      for (let k = 0; k + 1 < crossings.length; k += 2) {
        fillRow(canvas, first + row, crossings[k], crossings[k + 1], value);
      }
    });
  }
}

/** Rows at a time, so that a ring all of whose edges cross all rows does not fill the memory. */
const MOST_CROSSINGS = 4e6;
const LEAST_ROWS = 16;

/**
 * For each row from `top` to before `bottom`, the abscissae where the ring's edges cross its line of pixel centres; an
 * edge holds its upper end but not its lower one. Edge by edge: each meets few of the rows.
 */
function crossingsByRow(points: readonly Point[], top: number, bottom: number): number[][] {
  const rows = Array.from({ length: Math.max(0, bottom - top) }, (): number[] => []);
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [ax, ay] = points[j];
    const [bx, by] = points[i];
    const end = Math.min(bottom, Math.ceil(Math.max(ay, by) - 0.5));
    for (let y = Math.max(top, Math.ceil(Math.min(ay, by) - 0.5)); y < end; y++) {
      rows[y - top].push(ax + ((y + 0.5 - ay) / (by - ay)) * (bx - ax));
    }
  }
  return rows;
}

/** Fills the pixels of a row of the canvas whose centres lie in [from, to). */
function fillRow({ x1, y1, width, data }: Canvas, y: number, from: number, to: number, value: number): void {
  const start = Math.min(width, Math.max(0, Math.ceil(from - 0.5) - x1));
  const end = Math.min(width, Math.max(0, Math.ceil(to - 0.5) - x1));
  data.fill(value, (y - y1) * width + start, (y - y1) * width + Math.max(start, end));
}

function paintPolyline(canvas: Canvas, points: readonly Point[], width: number, value: number): void {
  for (let i = 0; i < points.length; i++) {
    const a = points[Math.max(0, i - 1)];
    paintStroke(canvas, a, points[i], width / 2, value);
    paintThinLine(canvas, a, points[i], value);
  }
}

/** The pixels whose centres lie within `radius` of the segment. */
function paintStroke(canvas: Canvas, a: Point, b: Point, radius: number, value: number): void {
  const first = Math.max(canvas.y1, Math.floor(Math.min(a[1], b[1]) - radius));
  const last = Math.min(canvas.y1 + canvas.height - 1, Math.floor(Math.max(a[1], b[1]) + radius));
  for (let y = first; y <= last; y++) {
    const [from, to] = stretchNear(y + 0.5, a, b, radius);
    const end = Math.min(canvas.x1 + canvas.width - 1, Math.ceil(to));
    for (let x = Math.max(canvas.x1, Math.floor(from) - 1); x <= end; x++) {
      if (distance(x + 0.5, y + 0.5, a, b) <= radius) setPixel(canvas, x, y, value);
    }
  }
}

/** Outside these abscissae nothing of a row is within `radius` of the segment: a long line is not looked for in all its box. */
function stretchNear(y: number, [ax, ay]: Point, [bx, by]: Point, radius: number): [number, number] {
  const xAt = (height: number) => ax + Math.max(0, Math.min(1, (height - ay) / (by - ay))) * (bx - ax);
  const [p, q] = ay === by ? [ax, bx] : [xAt(y - radius), xAt(y + radius)];
  return [Math.min(p, q) - radius, Math.max(p, q) + radius];
}

/** From (x, y) to the segment from `a` to `b`, px. */
function distance(x: number, y: number, [ax, ay]: Point, [bx, by]: Point): number {
  const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2));
  return Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay));
}

/** The pixels of both ends and one for every row or column between, whichever are more: connected over corners. */
function paintThinLine(canvas: Canvas, a: Point, b: Point, value: number): void {
  const steep = Math.abs(b[1] - a[1]) > Math.abs(b[0] - a[0]);
  const [major, minor] = steep ? [1, 0] : [0, 1];
  const [from, to] = a[major] <= b[major] ? [a, b] : [b, a];
  const slope = to[major] === from[major] ? 0 : (to[minor] - from[minor]) / (to[major] - from[major]);
  const set = (m: number, n: number) => (steep ? setPixel(canvas, n, m, value) : setPixel(canvas, m, n, value));
  set(from[major], from[minor]);
  set(to[major], to[minor]);
  const [low, size] = steep ? [canvas.y1, canvas.height] : [canvas.x1, canvas.width];
  const start = Math.max(low, Math.ceil(from[major] - 0.5));
  const end = Math.min(low + size, to[major]);
  // Rounding must not carry the line beyond its ends, into another pixel.
  const [least, most] = [Math.min(a[minor], b[minor]), Math.max(a[minor], b[minor])];
  const minorAt = (m: number) => Math.min(most, Math.max(least, from[minor] + (m - from[major]) * slope));
  for (let m = start; m + 0.5 < end; m++) set(m, minorAt(m + 0.5));
}

function setPixel({ x1, y1, width, height, data }: Canvas, px: number, py: number, value: number): void {
  const x = Math.floor(px) - x1;
  const y = Math.floor(py) - y1;
  if (x >= 0 && y >= 0 && x < width && y < height) data[y * width + x] = value;
}

type Brush = Extract<Label, { shape: 'brush' }>;

function paintBrush(canvas: Canvas, brush: Brush, value: number): void {
  let position = 0;
  for (const [k, run] of brush.runs.entries()) {
    if (k % 2 === 1) paintRun(canvas, brush, position, position + run, value);
    position += run;
  }
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
