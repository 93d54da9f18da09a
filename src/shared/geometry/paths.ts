import type { Point } from '../schemas/point.ts';

/** A point near a line, with the number of the segment's first vertex. */
export interface OnSegment {
  readonly segment: number;
  readonly at: Point;
  readonly distance: number;
}

/** To a hundredth of a px: finer only fills the files. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

export function isSamePoint(a: Point, b: Point): boolean {
  return a === b || (a[0] === b[0] && a[1] === b[1]);
}

export function distanceBetween([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot(ax - bx, ay - by);
}

/** The length of a line, px. */
export function lengthOf(points: readonly Point[]): number {
  return points.slice(1).reduce((sum, point, i) => sum + distanceBetween(points[i], point), 0);
}

/** The area of a ring, px², by the shoelace formula. */
export function areaOf(points: readonly Point[]): number {
  const twice = points.reduce((sum, [x, y], i) => {
    const [beforeX, beforeY] = points.at(i - 1)!;
    return sum + beforeX * y - beforeY * x;
  }, 0);
  return Math.abs(twice) / 2;
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
  return keptVertices(points, tolerance).map(i => points[i]);
}

interface LineKind {
  /** Whether the last vertex is joined to the first; three stay. */
  readonly isRing?: boolean;
  /** At each vertex, px: half of it is held like a place is. */
  readonly widths?: readonly number[] | undefined;
}

/** The numbers of the vertices that `simplified` leaves, in their order. */
export function keptVertices(
  points: readonly Point[],
  tolerance: number,
  { isRing = false, widths }: LineKind = {},
): number[] {
  const last = points.length - 1;
  if (points.length < 3) return [...points.keys()];
  const measure = (from: number, to: number) => farthest(points, from, to, widths);
  if (!isRing) return [...keptBetween(0, last, tolerance, measure)].sort((a, b) => a - b);
  // A ring is two lines between two vertices far from each other; the first one comes again at the end.
  const ring = [...points, points[0]];
  const opposite = farthest(ring, 0, ring.length - 1).index;
  const measureRing = (from: number, to: number) => farthest(ring, from, to);
  const kept = keptBetween(0, opposite, tolerance, measureRing);
  for (const i of keptBetween(opposite, ring.length - 1, tolerance, measureRing)) kept.add(i);
  const sides = [measureRing(0, opposite), measureRing(opposite, ring.length - 1)];
  if (kept.size < 4) kept.add(sides[0].distance >= sides[1].distance ? sides[0].index : sides[1].index);
  kept.delete(ring.length - 1);
  return kept.size < 3 ? [...points.keys()] : [...kept].sort((a, b) => a - b);
}

interface Far {
  readonly index: number;
  readonly distance: number;
}

function keptBetween(first: number, last: number, tolerance: number, measure: (a: number, b: number) => Far) {
  const kept = new Set([first, last]);
  const spans: [number, number][] = [[first, last]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const far = measure(...span);
    if (far.distance <= tolerance) continue;
    kept.add(far.index);
    spans.push([span[0], far.index], [far.index, span[1]]);
  }
  return kept;
}

function farthest(points: readonly Point[], from: number, to: number, widths?: readonly number[]): Far {
  let found = { index: from, distance: 0 };
  for (let index = from + 1; index < to; index++) {
    const at = nearestOnSegment(points[index], points[from], points[to]);
    const distance = Math.max(distanceBetween(points[index], at), widths ? offWidth(index, at) : 0);
    if (distance > found.distance) found = { index, distance };
  }
  return found;

  /** By how much the half width at a vertex is off where the line is straight between two others. */
  function offWidth(index: number, at: Point): number {
    if (!widths) return 0;
    const along = distanceBetween(points[from], at) / (distanceBetween(points[from], points[to]) || 1);
    return Math.abs(widths[index] - widths[from] - along * (widths[to] - widths[from])) / 2;
  }
}
