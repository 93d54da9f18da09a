import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { visitPilPolygon } from '../../../src/shared/geometry/pil-polygon.ts';
import type { Point } from '../../../src/shared/schemas/label.ts';

interface Golden {
  cases: { width: number; height: number; points: Point[]; mask: string }[];
}

/** Made by tests/golden/make-pil-polygon-golden.py with Pillow 12. */
const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/pil-polygon.json', import.meta.url), 'utf8'));

function drawn(points: readonly Point[], width: number, height: number): Uint8Array {
  const mask = new Uint8Array(width * height);
  const pixels = points.map(([x, y]): Point => [Math.trunc(x), Math.trunc(y)]);
  visitPilPolygon(pixels, 0, height, (y, from, to) => {
    if (from < width) mask.fill(1, y * width + Math.max(0, from), y * width + Math.min(width, Math.max(0, to + 1)));
  });
  return mask;
}

const count = (mask: Uint8Array) => mask.reduce((sum, value) => sum + value, 0);
const box = (x1: number, y1: number, x2: number, y2: number): Point[] => [
  [x1, y1],
  [x2, y1],
  [x2, y2],
  [x1, y2],
];

describe("PIL's polygon", () => {
  it('is drawn as Pillow draws it, bit for bit, whatever its shape, fractions cut off', () => {
    expect(golden.cases.length).toBeGreaterThan(300);
    for (const { width, height, points, mask } of golden.cases) {
      const bits = Buffer.from(mask, 'base64');
      const expected = Uint8Array.from({ length: width * height }, (_, i) => (bits[i >> 3] >> (7 - (i & 7))) & 1);
      expect(drawn(points, width, height), JSON.stringify(points)).toEqual(expected);
    }
  });

  it('has the golden sizes: vertices and edges count', () => {
    expect(count(drawn(box(2, 2, 6, 5), 12, 12))).toBe(20);
    expect(count(drawn([...box(2, 2, 6, 5), [2, 2]], 12, 12))).toBe(20);
    expect(count(drawn(box(2, 3.1, 10, 3.9), 12, 12))).toBe(9);
    expect(count(drawn(box(2, 3.6, 10, 4.4), 12, 12))).toBe(18);
    expect(
      count(
        drawn(
          [
            [2, 3],
            [6, 3],
            [10, 3],
          ],
          12,
          12,
        ),
      ),
    ).toBe(9);
  });
});
