import type { Size } from '../../../../shared/labels/label-box.ts';
import type { Point } from '../../../../shared/schemas/label.ts';

/** pycocotools walks over a grid so many times finer than the pixels. */
const FINE = 5;

/**
 * The pixels that pycocotools draws for a ring (`rleFrPoly`), as CVAT and Datumaro do, too: stretches `from, to, from,
 * to, …` of positions x · height + y, ascending, `to` left out.
 *
 * Its rule: vertices are rounded to fifths of a pixel and joined by lines on that fine grid. Where the outline steps
 * over a column's middle (from fine column 5c + 2 to 5c + 3) the inside begins or ends, at the pixel whose centre
 * follows the upper of the step's two fine rows. What is beside the image is left out, what is above or below counts at
 * its edge. Outlines may cross themselves: even-odd.
 */
export function cocoStretches(points: readonly Point[], size: Size): number[] {
  const fine = points.map(([x, y]): Point => [Math.trunc(FINE * x + 0.5), Math.trunc(FINE * y + 0.5)]);
  const turns: number[] = [];
  fine.forEach((to, i) => {
    const from = fine[i === 0 ? fine.length - 1 : i - 1];
    addTurns(turns, from, to, size);
  });
  const sorted = Int32Array.from(turns).sort();
  const stretches: number[] = [];
  for (let k = 0; k + 1 < sorted.length; k += 2) {
    if (sorted[k] < sorted[k + 1]) stretches.push(sorted[k], sorted[k + 1]);
  }
  return stretches;
}

/** Where the line between two points of the fine grid steps over the middles of columns. */
function addTurns(turns: number[], a: Point, b: Point, { width, height }: Size): void {
  const first = Math.max(0, Math.ceil((Math.min(a[0], b[0]) - 2) / FINE));
  const last = Math.min(width - 1, Math.floor((Math.max(a[0], b[0]) - 3) / FINE));
  const rowAt = Math.abs(b[0] - a[0]) >= Math.abs(b[1] - a[1]) ? flatRow(a, b) : steepRow(a, b);
  for (let column = first; column <= last; column++) {
    const row = Math.ceil((rowAt(FINE * column + 2) + 0.5) / FINE - 0.5);
    turns.push(column * height + Math.min(height, Math.max(0, row)));
  }
}

/** Of a line that is wider than high: the upper of its fine rows in columns x and x + 1. */
function flatRow(a: Point, b: Point): (x: number) => number {
  const [[x0, y0], [x1, y1]] = a[0] <= b[0] ? [a, b] : [b, a];
  const slope = (y1 - y0) / (x1 - x0);
  const rowOf = (x: number) => Math.trunc(y0 + slope * (x - x0) + 0.5);
  return x => Math.min(rowOf(x), rowOf(x + 1));
}

/** Of a line that is higher than wide: the last fine row before it steps from column x to x + 1, or back. */
function steepRow(a: Point, b: Point): (x: number) => number {
  const [[x0, y0], [x1, y1]] = a[1] <= b[1] ? [a, b] : [b, a];
  const slope = (x1 - x0) / (y1 - y0);
  return x => {
    const isOver = (step: number) => {
      const column = Math.trunc(x0 + slope * step + 0.5);
      return slope > 0 ? column > x : column <= x;
    };
    // The guess may be off by the rounding of a float.
    let step = Math.round((x + 0.5 - x0) / slope);
    while (step > 0 && isOver(step - 1)) step--;
    while (!isOver(step)) step++;
    return y0 + step - 1;
  };
}
