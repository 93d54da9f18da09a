import { solved } from '../geometry/linear-equations.ts';
import type { Place } from './grid.ts';

/**
 * The map that takes four places to four others: the direct linear transformation (Hartley and Zisserman, "Multiple View
 * Geometry", 4.1), with places normalised beforehand (4.4). Throws a RangeError when three of the places lie on a line.
 */
export function homographyOf(from: readonly Place[], to: readonly Place[]): (place: Place) => Place {
  if (from.length !== 4 || to.length !== 4) throw new RangeError('A homography takes four places to four others.');
  if (inLine(from) || inLine(to)) throw new RangeError('Three of the four places lie on one line.');
  const [toUnit, fromUnit] = [normaliser(from), normaliser(to)];
  const sources = from.map(toUnit.forth);
  const targets = to.map(fromUnit.forth);
  const rows = sources.flatMap(({ x, y }, i) => {
    const { x: u, y: v } = targets[i];
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  const h = solved(rows);
  return place => {
    const { x, y } = toUnit.forth(place);
    const w = h[6] * x + h[7] * y + 1;
    return fromUnit.back({ x: (h[0] * x + h[1] * y + h[2]) / w, y: (h[3] * x + h[4] * y + h[5]) / w });
  };
}

/** Whether three of four places lie on one line, or nearly: their triangle is a thousandth of the square over its longest side. */
function inLine(places: readonly Place[]): boolean {
  return places.some((_, skipped) => {
    const [a, b, c] = places.filter((_, i) => i !== skipped);
    const sides = [
      Math.hypot(b.x - a.x, b.y - a.y),
      Math.hypot(c.x - b.x, c.y - b.y),
      Math.hypot(a.x - c.x, a.y - c.y),
    ];
    const area = Math.abs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) / 2;
    return !(area > Math.max(...sides) ** 2 / 1000);
  });
}

/** Moves places so that their mean is the origin and their mean distance from it is the root of 2. */
function normaliser(places: readonly Place[]) {
  const middle = {
    x: places.reduce((sum, { x }) => sum + x, 0) / places.length,
    y: places.reduce((sum, { y }) => sum + y, 0) / places.length,
  };
  const spread = places.reduce((sum, { x, y }) => sum + Math.hypot(x - middle.x, y - middle.y), 0) / places.length;
  const scale = Math.SQRT2 / spread;
  return {
    forth: ({ x, y }: Place) => ({ x: (x - middle.x) * scale, y: (y - middle.y) * scale }),
    back: ({ x, y }: Place) => ({ x: x / scale + middle.x, y: y / scale + middle.y }),
  };
}
