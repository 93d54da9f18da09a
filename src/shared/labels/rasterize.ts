import { assertNever } from '../assert.ts';
import type { Box, GrayImage } from '../image/gray-image.ts';
import type { Label, Point } from '../schemas/label.ts';

/**
 * The one rule from labels to mask: the class index (1 for the first of `classes`, 0 for no label) of every pixel of
 * `box`, given in the labels' own px. Polygons by pixel centres, half-open, even-odd within a ring; polylines as
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

/** Paints one label over a mask, whose upper left corner lies at (x1, y1) of the labels' own px. */
export function paintLabel(mask: GrayImage, label: Label, value: number, { x1, y1 } = { x1: 0, y1: 0 }): void {
  const moved = (points: readonly Point[]) => points.map(([x, y]): Point => [x - x1, y - y1]);
  switch (label.shape) {
    case 'polygon':
      paintPolygon(mask, moved(label.points), value);
      break;
    case 'polyline':
      paintPolyline(mask, moved(label.points), label.width, value);
      break;
    case 'brush':
      paintBrush(mask, { ...label, x: label.x - x1, y: label.y - y1 }, value);
      break;
    default:
      assertNever(label);
  }
}

/** Row by row: sorts where the ring crosses the line of pixel centres and fills between every second pair. */
function paintPolygon(mask: GrayImage, points: readonly Point[], value: number): void {
  const ys = points.map(([, y]) => y);
  const end = Math.min(mask.height, Math.ceil(Math.max(...ys)));
  for (let y = Math.max(0, Math.floor(Math.min(...ys))); y < end; y++) {
    const crossings = crossingsAt(y + 0.5, points);
    for (let k = 0; k + 1 < crossings.length; k += 2) fillRow(mask, y, crossings[k], crossings[k + 1], value);
  }
}

/** Abscissae, sorted, where the ring's edges cross a horizontal; an edge holds its upper end but not its lower one. */
function crossingsAt(y: number, points: readonly Point[]): number[] {
  const crossings: number[] = [];
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [ax, ay] = points[j];
    const [bx, by] = points[i];
    if (ay <= y !== by <= y) crossings.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
  }
  return crossings.sort((a, b) => a - b);
}

/** Fills the pixels of a row whose centres lie in [from, to). */
function fillRow({ width, data }: GrayImage, y: number, from: number, to: number, value: number): void {
  const start = Math.min(width, Math.max(0, Math.ceil(from - 0.5)));
  const end = Math.min(width, Math.max(0, Math.ceil(to - 0.5)));
  data.fill(value, y * width + start, y * width + Math.max(start, end));
}

function paintPolyline(mask: GrayImage, points: readonly Point[], width: number, value: number): void {
  for (let i = 0; i < points.length; i++) {
    const a = points[Math.max(0, i - 1)];
    paintStroke(mask, a, points[i], width / 2, value);
    paintThinLine(mask, a, points[i], value);
  }
}

/** The pixels whose centres lie within `radius` of the segment. */
function paintStroke(mask: GrayImage, a: Point, b: Point, radius: number, value: number): void {
  const first = (p: number, q: number) => Math.max(0, Math.floor(Math.min(p, q) - radius));
  const last = (p: number, q: number, size: number) => Math.min(size - 1, Math.floor(Math.max(p, q) + radius));
  for (let y = first(a[1], b[1]); y <= last(a[1], b[1], mask.height); y++) {
    for (let x = first(a[0], b[0]); x <= last(a[0], b[0], mask.width); x++) {
      if (distance([x + 0.5, y + 0.5], a, b) <= radius) mask.data[y * mask.width + x] = value;
    }
  }
}

/** From a point to the segment from `a` to `b`, px. */
function distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2));
  return Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay));
}

/** The pixels of both ends and one for every row or column between, whichever are more: connected over corners. */
function paintThinLine(mask: GrayImage, a: Point, b: Point, value: number): void {
  const steep = Math.abs(b[1] - a[1]) > Math.abs(b[0] - a[0]);
  const [major, minor] = steep ? [1, 0] : [0, 1];
  const [from, to] = a[major] <= b[major] ? [a, b] : [b, a];
  const slope = to[major] === from[major] ? 0 : (to[minor] - from[minor]) / (to[major] - from[major]);
  const set = (m: number, n: number) => (steep ? setPixel(mask, n, m, value) : setPixel(mask, m, n, value));
  set(from[major], from[minor]);
  set(to[major], to[minor]);
  const start = Math.max(0, Math.ceil(from[major] - 0.5));
  const end = Math.min(steep ? mask.height : mask.width, to[major]);
  // Rounding must not carry the line beyond its ends, into another pixel.
  const [low, high] = [Math.min(a[minor], b[minor]), Math.max(a[minor], b[minor])];
  const minorAt = (m: number) => Math.min(high, Math.max(low, from[minor] + (m - from[major]) * slope));
  for (let m = start; m + 0.5 < end; m++) set(m, minorAt(m + 0.5));
}

function setPixel({ width, height, data }: GrayImage, px: number, py: number, value: number): void {
  const x = Math.floor(px);
  const y = Math.floor(py);
  if (x >= 0 && y >= 0 && x < width && y < height) data[y * width + x] = value;
}

type Brush = Extract<Label, { shape: 'brush' }>;

function paintBrush(mask: GrayImage, brush: Brush, value: number): void {
  let position = 0;
  for (const [k, run] of brush.runs.entries()) {
    const painted = k % 2 === 1;
    if (painted) for (let i = position; i < position + run; i++) paintBrushPixel(mask, brush, i, value);
    position += run;
  }
}

function paintBrushPixel(mask: GrayImage, brush: Brush, i: number, value: number): void {
  setPixel(mask, brush.x + (i % brush.width), brush.y + Math.floor(i / brush.width), value);
}
