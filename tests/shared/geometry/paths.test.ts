import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  distanceBetween,
  isInside,
  nearestOnLine,
  nearestVertex,
  simplified,
} from '../../../src/shared/geometry/paths.ts';
import type { Point } from '../../../src/shared/schemas/label.ts';

const SQUARE: Point[] = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
];
const coordinate = fc.double({ min: 0, max: 100, noNaN: true });
const line = fc.array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 60 });

describe('points and lines', () => {
  it('finds the nearest point of an open and of a closed line', () => {
    expect(nearestOnLine([-2, 4], SQUARE, true)).toEqual({ segment: 3, at: [0, 4], distance: 2 });
    expect(nearestOnLine([-2, 4], SQUARE, false)).toMatchObject({ segment: 0, at: [0, 0] });
  });

  it('finds the nearest vertex within reach only', () => {
    expect(nearestVertex([9, 8], SQUARE, 3)).toBe(2);
    expect(nearestVertex([5, 5], SQUARE, 3)).toBeNull();
  });

  it('knows inside from outside', () => {
    expect(isInside([5, 5], SQUARE)).toBe(true);
    expect(isInside([11, 5], SQUARE)).toBe(false);
  });

  it('simplifies a line to its own vertices, nowhere further off than allowed', () => {
    fc.assert(
      fc.property(line, fc.double({ min: 0.01, max: 20, noNaN: true }), (points, tolerance) => {
        const fewer = simplified(points as Point[], tolerance);
        expect(fewer[0]).toBe(points[0]);
        expect(fewer.at(-1)).toBe(points.at(-1));
        for (const point of points as Point[]) {
          expect(nearestOnLine(point, fewer, false).distance).toBeLessThanOrEqual(tolerance + 1e-9);
        }
      }),
    );
  });

  it('makes two vertices of a straight line', () => {
    const straight = Array.from({ length: 50 }, (_, i): Point => [i, 2 * i]);
    expect(simplified(straight, 0.1)).toEqual([straight[0], straight[49]]);
    expect(distanceBetween([0, 0], [3, 4])).toBe(5);
  });
});
