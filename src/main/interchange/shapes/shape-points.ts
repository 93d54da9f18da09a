import type { Size } from '../../../shared/labels/label-box.ts';
import { isSensible, MAX_PIXELS, MAX_SIDE, type ShapeFault } from '../../../shared/labels/shapes/shape.ts';
import type { Point } from '../../../shared/schemas/label.ts';

/** No outline is longer, px: drawing takes time by its length. */
const MAX_OUTLINE = 2 ** 24;

/** The size if it is one that an image can have, else null. */
export function sensibleSize(width: unknown, height: unknown): Size | null {
  const isSide = (side: unknown): side is number =>
    Number.isInteger(side) && Number(side) > 0 && Number(side) <= MAX_SIDE;
  return isSide(width) && isSide(height) && width * height <= MAX_PIXELS ? { width, height } : null;
}

/**
 * The ring through x1, y1, x2, y2, … without a repeated first vertex at its end, which changes no mask; or why it is
 * none.
 */
export function ringOf(numbers: readonly unknown[]): Point[] | ShapeFault {
  const points = pointsOf(numbers);
  if (typeof points === 'string') return points;
  const last = points.length - 1;
  if (last > 2 && points[last][0] === points[0][0] && points[last][1] === points[0][1]) points.pop();
  return points.length < 3 ? 'degenerate' : points;
}

/** The points x1, y1, x2, y2, …; or what is wrong with them. */
export function pointsOf(numbers: readonly unknown[]): Point[] | ShapeFault {
  if (numbers.length % 2 === 1) return 'bad-shape';
  const points: Point[] = [];
  let length = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    const [x, y] = [numbers[i], numbers[i + 1]];
    if (!isSensible(x) || !isSensible(y)) return 'bad-number';
    const before = points.at(-1) ?? [x, y];
    length += Math.abs(x - before[0]) + Math.abs(y - before[1]);
    points.push([x, y]);
  }
  return length > MAX_OUTLINE ? 'bad-shape' : points;
}
