import type { Point } from '../schemas/point.ts';

/** A map of the plane that keeps lines straight, as a canvas has it: x' = a x + c y + e, y' = b x + d y + f. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

export function shift(dx: number, dy: number): Affine {
  return { a: 1, b: 0, c: 0, d: 1, e: dx, f: dy };
}

export function scaling(sx: number, sy: number): Affine {
  return { a: sx, b: 0, c: 0, d: sy, e: 0, f: 0 };
}

/** Whether it moves the plane and does nothing else. */
export function isShift({ a, b, c, d }: Affine): boolean {
  return a === 1 && b === 0 && c === 0 && d === 1;
}

/** By how much it makes lengths larger; the geometric mean where that depends on their direction. */
export function scaleOf({ a, b, c, d }: Affine): number {
  return Math.sqrt(Math.abs(a * d - b * c));
}

export function mapPoint({ a, b, c, d, e, f }: Affine, [x, y]: Point): Point {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** First one map, then another. */
export function after(first: Affine, then: Affine): Affine {
  const [e, f] = mapPoint(then, [first.e, first.f]);
  return {
    ...{ a: then.a * first.a + then.c * first.b, b: then.b * first.a + then.d * first.b },
    ...{ c: then.a * first.c + then.c * first.d, d: then.b * first.c + then.d * first.d, e, f },
  };
}

/** The map back, of one that does not flatten the plane. */
export function inverted({ a, b, c, d, e, f }: Affine): Affine {
  const size = a * d - b * c;
  const [ia, ib, ic, id] = [d / size, -b / size, -c / size, a / size];
  return { a: ia, b: ib, c: ic, d: id, e: -(ia * e + ic * f), f: -(ib * e + id * f) };
}
