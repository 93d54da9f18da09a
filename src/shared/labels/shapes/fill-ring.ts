import type { Point } from '../../schemas/point.ts';
import { type Canvas, FILLED, fillRow } from './canvas.ts';
import { MAX_PIXELS, MAX_SIDE } from './shape.ts';
import { boxAround } from './vertices.ts';

/**
 * Gives `value` to the pixels whose centres lie in a ring, half-open, even-odd. Row by row: sorts where the ring crosses the
 * line of pixel centres and fills between every second pair.
 */
export function fillRing(canvas: Canvas, points: readonly Point[], value: number): void {
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

/** Beside a pixel that is looked at: where an edge crosses a row, which is kept and sorted. */
const CROSSING = 100;

/** What filling a ring costs at most, in pixels that are looked at. */
export function costOfRing(points: readonly Point[]): number {
  const { x1, y1, x2, y2 } = boxAround(points);
  const area = Math.min(MAX_SIDE, x2 - x1) * Math.min(MAX_SIDE, y2 - y1);
  return countCrossings(points) * CROSSING + Math.min(area, MAX_PIXELS) * FILLED;
}

/** Of the rows that a picture can have, how often the ring's edges cross one. */
function countCrossings(points: readonly Point[]): number {
  const row = ([, y]: Point) => Math.max(0, Math.min(MAX_SIDE, y));
  return points.reduce((sum, point, i) => sum + Math.abs(row(point) - row(points.at(i - 1) ?? point)), 0);
}
