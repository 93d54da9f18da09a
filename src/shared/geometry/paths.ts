import type { Point } from '../schemas/point.ts';

/** A point near a line, with the number of the segment's first vertex. */
export interface OnSegment {
  readonly segment: number;
  readonly at: Point;
  readonly distance: number;
}

export function distanceBetween([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot(ax - bx, ay - by);
}

/** The nearest point of the segment from `a` to `b`. */
export function nearestOnSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): Point {
  const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2));
  return [ax + along * (bx - ax), ay + along * (by - ay)];
}

/** The nearest point of a line; `closed`: its last vertex is joined to the first. */
export function nearestOnLine(point: Point, points: readonly Point[], closed: boolean): OnSegment {
  let best: OnSegment = { segment: 0, at: points[0], distance: distanceBetween(point, points[0]) };
  const segments = closed ? points.length : points.length - 1;
  for (let segment = 0; segment < segments; segment++) {
    const at = nearestOnSegment(point, points[segment], points[(segment + 1) % points.length]);
    const distance = distanceBetween(point, at);
    if (distance < best.distance) best = { segment, at, distance };
  }
  return best;
}

/** The vertex nearest to a point, if one is within `reach`. */
export function nearestVertex(point: Point, points: readonly Point[], reach: number): number | null {
  let best: number | null = null;
  let least = reach;
  points.forEach((vertex, i) => {
    const distance = distanceBetween(point, vertex);
    if (distance > least) return;
    best = i;
    least = distance;
  });
  return best;
}

/** Even-odd. */
export function isInside([x, y]: Point, points: readonly Point[]): boolean {
  let inside = false;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [ax, ay] = points[j];
    const [bx, by] = points[i];
    if (ay <= y !== by <= y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}

/** A line with fewer vertices, nowhere further than `tolerance` from the one that was given (Ramer, Douglas, Peucker). */
export function simplified(points: readonly Point[], tolerance: number): Point[] {
  if (points.length < 3) return [...points];
  const kept = new Set([0, points.length - 1]);
  const spans: [number, number][] = [[0, points.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    const far = farthest(points, from, to);
    if (far.distance <= tolerance) continue;
    kept.add(far.index);
    spans.push([from, far.index], [far.index, to]);
  }
  return points.filter((_, i) => kept.has(i));
}

function farthest(points: readonly Point[], from: number, to: number): { index: number; distance: number } {
  let found = { index: from, distance: 0 };
  for (let index = from + 1; index < to; index++) {
    const distance = distanceBetween(points[index], nearestOnSegment(points[index], points[from], points[to]));
    if (distance > found.distance) found = { index, distance };
  }
  return found;
}
