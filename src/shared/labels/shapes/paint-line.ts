import type { Point } from '../../schemas/point.ts';
import { type Canvas, setPixel } from './canvas.ts';

/**
 * Gives `value` to the pixels whose centres are no farther from a line than half of its width at the nearest point, and to
 * those that the line goes through. `widths`: at each vertex, px; between two of them it changes evenly.
 */
export function paintLine(canvas: Canvas, points: readonly Point[], widths: readonly number[], value: number): void {
  for (let i = 0; i < points.length; i++) {
    const from = Math.max(0, i - 1);
    paintStroke(canvas, [points[from], points[i]], [widths[from] / 2, widths[i] / 2], value);
    paintThinLine(canvas, points[from], points[i], value);
  }
}

/** The pixels whose centres lie within the radius that the segment has at the nearest point; `radii`: at its ends. */
function paintStroke(canvas: Canvas, [a, b]: [Point, Point], radii: [number, number], value: number): void {
  const radius = Math.max(...radii);
  const first = Math.max(canvas.y1, Math.floor(Math.min(a[1], b[1]) - radius));
  const last = Math.min(canvas.y1 + canvas.height - 1, Math.floor(Math.max(a[1], b[1]) + radius));
  for (let y = first; y <= last; y++) {
    const [from, to] = stretchNear(y + 0.5, a, b, radius);
    const end = Math.min(canvas.x1 + canvas.width - 1, Math.ceil(to));
    for (let x = Math.max(canvas.x1, Math.floor(from) - 1); x <= end; x++) {
      if (isWithin(x + 0.5, y + 0.5, a, b, radii)) setPixel(canvas, x, y, value);
    }
  }
}

/** Outside these abscissae nothing of a row is within `radius` of the segment: a long line is not looked for in all its box. */
function stretchNear(y: number, [ax, ay]: Point, [bx, by]: Point, radius: number): [number, number] {
  const xAt = (height: number) => ax + Math.max(0, Math.min(1, (height - ay) / (by - ay))) * (bx - ax);
  const [p, q] = ay === by ? [ax, bx] : [xAt(y - radius), xAt(y + radius)];
  return [Math.min(p, q) - radius, Math.max(p, q) + radius];
}

function isWithin(x: number, y: number, [ax, ay]: Point, [bx, by]: Point, [ra, rb]: [number, number]): boolean {
  const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2));
  return Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)) <= ra + along * (rb - ra);
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
