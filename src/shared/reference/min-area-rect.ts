import type { Point } from '../schemas/point.ts';
import { convexHull } from './convex-hull.ts';

/** A rectangle that may be turned, as OpenCV holds it: middle and sides in px, the turn of its first side in degrees; 32-bit floats. */
export interface TurnedRect {
  readonly centre: Point;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
}

const f = Math.fround;

/**
 * cv2.minAreaRect of a contour, bit for bit (OpenCV 4.6): of the rectangles with a side along an edge of the hull the smallest, the last
 * of equals; computed with 32-bit floats, whose rounding decides between them and shows in the corners.
 */
export function minAreaRect(contour: readonly Point[]): TurnedRect {
  const hull = convexHull(contour);
  if (hull.length === 1) return { centre: hull[0], width: 0, height: 0, angle: 0 };
  if (hull.length === 2) return lineRect(hull[0], hull[1]);
  const { corner, along, across } = calipers(hull);
  return {
    centre: [f(corner[0] + f(f(along[0] + across[0]) * 0.5)), f(corner[1] + f(f(along[1] + across[1]) * 0.5))],
    width: lengthOf(along),
    height: lengthOf(across),
    angle: degrees(along),
  };
}

function lineRect([x1, y1]: Point, [x2, y2]: Point): TurnedRect {
  const along: Point = [x2 - x1, y2 - y1];
  return { centre: [f((x1 + x2) / 2), f((y1 + y2) / 2)], width: lengthOf(along), height: 0, angle: degrees(along) };
}

function lengthOf([x, y]: Point): number {
  return f(Math.sqrt(x * x + y * y));
}

function degrees([x, y]: Point): number {
  return f(f(f(Math.atan2(y, x)) * 180) / Math.PI);
}

/** Turns four lines that touch the hull below, right, above and left around it, from edge to edge. */
function calipers(hull: readonly Point[]): { corner: Point; along: Point; across: Point } {
  const edges = hull.map(([x, y], i): Point => {
    const [nextX, nextY] = hull[(i + 1) % hull.length];
    return [nextX - x, nextY - y];
  });
  const touching = extremes(hull);
  let best = { area: Number.POSITIVE_INFINITY, left: 0, bottom: 0, a: 0, b: 0, width: 0, height: 0 };
  for (let k = 0; k < hull.length; k++) {
    const side = nextSide(touching.map((place, i) => turnedBack(edges[place], i)));
    const edge = edges[touching[side]];
    const inverse = f(1 / Math.sqrt(edge[0] * edge[0] + edge[1] * edge[1]));
    const [a, b] = turnedBack([f(edge[0] * inverse), f(edge[1] * inverse)], side);
    touching[side] = (touching[side] + 1) % hull.length;
    const [bottom, right, top, left] = touching;
    const span: Point = [hull[right][0] - hull[left][0], hull[right][1] - hull[left][1]];
    const rise: Point = [hull[top][0] - hull[bottom][0], hull[top][1] - hull[bottom][1]];
    const width = f(f(span[0] * a) + f(span[1] * b));
    const height = f(f(-rise[0] * b) + f(rise[1] * a));
    const area = f(width * height);
    if (area <= best.area) best = { area, left, bottom, a, b, width, height };
  }
  return placed(hull[best.left], hull[best.bottom], best);
}

/** Where the lines touch at first: lowest y, largest x, largest y, smallest x, the first of equals. */
function extremes(hull: readonly Point[]): number[] {
  let [bottom, right, top, left] = [0, 0, 0, 0];
  for (const [i, [x, y]] of hull.entries()) {
    if (x < hull[left][0]) left = i;
    if (x > hull[right][0]) right = i;
    if (y > hull[top][1]) top = i;
    if (y < hull[bottom][1]) bottom = i;
  }
  return [bottom, right, top, left];
}

/** A vector as seen from the side of a rectangle: turned back by as many quarters. */
function turnedBack([x, y]: Point, side: number): Point {
  if (side === 0) return [x, y];
  if (side === 1) return [y, -x];
  return side === 2 ? [-x, -y] : [-y, x];
}

/** Which line comes to its edge first. */
function nextSide(edges: readonly Point[]): number {
  let first = 0;
  for (let i = 1; i < edges.length; i++) {
    const [[x, y], [firstX, firstY]] = [edges[i], edges[first]];
    if (f(f(y * firstX) + f(-x * firstY)) < 0) first = i;
  }
  return first;
}

interface Caliper {
  readonly a: number;
  readonly b: number;
  readonly width: number;
  readonly height: number;
}

/** The corner where the lines that touch left and below meet, and the sides from there. */
function placed(left: Point, bottom: Point, { a, b, width, height }: Caliper) {
  const c1 = f(f(a * left[0]) + f(left[1] * b));
  const c2 = f(f(-b * bottom[0]) + f(bottom[1] * a));
  const inverse = f(1 / f(f(a * a) - f(-b * b)));
  const corner: Point = [f(f(f(c1 * a) - f(c2 * b)) * inverse), f(f(f(a * c2) - f(-b * c1)) * inverse)];
  const along: Point = [f(a * width), f(b * width)];
  const across: Point = [f(-b * height), f(a * height)];
  return { corner, along, across };
}

/** cv2.boxPoints(rect).astype(int): the corners, cut to whole px towards 0. */
export function cornersOf({ centre: [x, y], width, height, angle }: TurnedRect): Point[] {
  const radians = (angle * Math.PI) / 180;
  const b = f(f(Math.cos(radians)) * 0.5);
  const a = f(f(Math.sin(radians)) * 0.5);
  const first: Point = [f(f(x - f(a * height)) - f(b * width)), f(f(y + f(b * height)) - f(a * width))];
  const second: Point = [f(f(x + f(a * height)) - f(b * width)), f(f(y - f(b * height)) - f(a * width))];
  const opposite = ([u, v]: Point): Point => [f(f(2 * x) - u), f(f(2 * y) - v)];
  return [first, second, opposite(first), opposite(second)].map(([u, v]) => [u | 0, v | 0]);
}
