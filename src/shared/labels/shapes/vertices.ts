import { type Affine, mapPoint } from '../../geometry/affine.ts';
import { isSamePoint, keptVertices } from '../../geometry/paths.ts';
import type { Box, Size } from '../../image/gray-image.ts';
import type { Point } from '../../schemas/point.ts';
import { isSensible, type Vertices } from './shape.ts';

/** A label that is given by its vertices. */
export interface WithPoints {
  readonly points: Point[];
}

/** How far over the edge of the image a vertex may lie, px: tools round, and hands overshoot. */
const OVERSHOOT = 1;

/** The box of whole px that holds circles of radius `grow` about the points, and the pixels that the points lie in. */
export function boxAround(points: readonly Point[], grow = 0): Box {
  const box = { x1: Infinity, y1: Infinity, x2: -Infinity, y2: -Infinity };
  for (const [x, y] of points) {
    box.x1 = Math.min(box.x1, Math.floor(x - grow));
    box.y1 = Math.min(box.y1, Math.floor(y - grow));
    box.x2 = Math.max(box.x2, Math.floor(x + grow) + 1);
    box.y2 = Math.max(box.y2, Math.floor(y + grow) + 1);
  }
  return box;
}

export function mapPoints<T extends WithPoints>(label: T, map: Affine): T {
  return { ...label, points: label.points.map(point => mapPoint(map, point)) };
}

export function areSensible(points: readonly Point[]): boolean {
  return points.every(point => point.every(isSensible));
}

export function shareOutside(points: readonly Point[], { width, height }: Size): number {
  const isOutside = ([x, y]: Point) =>
    x < -OVERSHOOT || y < -OVERSHOOT || x > width + OVERSHOOT || y > height + OVERSHOOT;
  return points.filter(isOutside).length / points.length;
}

/** What is not the same in two lines: the vertices between, with the neighbours that edges join them to. */
export function differing(a: readonly Point[], b: readonly Point[], isRing: boolean): Point[] {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && isSamePoint(a[head], b[head])) head++;
  let tail = 0;
  while (tail < shorter - head && isSamePoint(a.at(-1 - tail)!, b.at(-1 - tail)!)) tail++;
  return [a, b].flatMap(points => {
    const middle = points.slice(Math.max(0, head - 1), points.length - tail + 1);
    return isRing && (head === 0 || tail === 0) ? [...middle, points[0], points.at(-1)!] : middle;
  });
}

/** Editing vertex by vertex. */
export function verticesOf<L extends WithPoints>(
  rules: Pick<Vertices<L>, 'isRing' | 'least' | 'leastDrawn'>,
): Vertices<L> {
  return {
    ...rules,
    of: ({ points }) => points,
    isPlaceAlone: () => true,
    moved: (label, vertex, to) => ({ ...label, points: label.points.with(vertex, to) }),
    inserted: (label, vertex, at) => ({ ...label, points: label.points.toSpliced(vertex, 0, at) }),
    removed: (label, vertex) => ({ ...label, points: label.points.toSpliced(vertex, 1) }),
    simplified(label, tolerance) {
      const kept = keptVertices(label.points, tolerance, rules);
      return kept.length === label.points.length ? label : { ...label, points: kept.map(i => label.points[i]) };
    },
  };
}
