import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cocoStretches } from '../../../../../src/main/interchange/formats/coco/coco-polygon.ts';
import type { Size } from '../../../../../src/shared/labels/label-box.ts';
import type { Point } from '../../../../../src/shared/schemas/label.ts';

const SQUARE = { width: 12, height: 12 };

const ring = (...numbers: number[]): Point[] =>
  Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i], numbers[2 * i + 1]]);

function count(stretches: readonly number[]): number {
  return stretches.reduce((sum, position, k) => sum + (k % 2 === 1 ? position : -position), 0);
}

/** Rows of `#` and `.`. */
function drawn(points: readonly Point[], { width, height }: Size): string[] {
  const stretches = cocoStretches(points, { width, height });
  const isSet = (at: number) => stretches.filter(position => position <= at).length % 2 === 1;
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => (isSet(x * height + y) ? '#' : '.')).join(''),
  );
}

describe('a ring as pycocotools draws it', () => {
  it.each([
    ['a rectangle', ring(2, 2, 6, 2, 6, 5, 2, 5), 12],
    ['the same, its first vertex repeated', ring(2, 2, 6, 2, 6, 5, 2, 5, 2, 2), 12],
    ['the same, the other way round', ring(2, 5, 6, 5, 6, 2, 2, 2), 12],
    ['a thin band with pixel centres in it', ring(2, 3.1, 10, 3.1, 10, 3.9, 2, 3.9), 8],
    ['a thin band between pixel centres', ring(2, 3.6, 10, 3.6, 10, 4.4, 2, 4.4), 0],
    ['a collinear ring', ring(2, 3, 10, 3, 6, 3), 0],
    ['a ring over the left edge', ring(-3, 2, 6, 2, 6, 5, -3, 5), 18],
    ['a ring over the lower right corner', ring(8, 8, 20, 8, 20, 20, 8, 20), 16],
    ['a hole by a keyhole', ring(1, 1, 9, 1, 9, 9, 1, 9, 1, 1, 3, 3, 3, 6, 6, 6, 6, 3, 3, 3), 55],
    ['the whole image', ring(0, 0, 12, 0, 12, 12, 0, 12), 144],
    ['a ring beside the image', ring(20, 2, 30, 2, 30, 9, 20, 9), 0],
  ])('%s', (_, points, pixels) => {
    expect(count(cocoStretches(points, SQUARE))).toBe(pixels);
  });

  it('puts a rectangle at columns 2 to 5, rows 2 to 4', () => {
    expect(drawn(ring(2, 2, 6, 2, 6, 5, 2, 5), { width: 8, height: 6 })).toEqual([
      '........',
      '........',
      '..####..',
      '..####..',
      '..####..',
      '........',
    ]);
  });

  it('takes no longer for a vertex that is far away', () => {
    expect(count(cocoStretches(ring(-1e6, 2, 1e6, 2, 1e6, 5, -1e6, 5), SQUARE))).toBe(36);
  });

  it('is what a walk along the whole outline gives, for any ring', () => {
    const coordinate = fc.oneof(
      fc.integer({ min: -3, max: 15 }),
      fc.double({ min: -5, max: 17, noNaN: true }),
      fc.integer({ min: -10, max: 40 }).map(tenths => tenths / 2 + 0.1),
    );
    const rings = fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(rings, fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 14 }), (points, width, height) => {
        const stretches = cocoStretches(points, { width, height });
        const mask = new Uint8Array(width * height);
        for (let k = 0; k < stretches.length; k += 2) mask.fill(1, stretches[k], stretches[k + 1]);
        expect([...mask]).toEqual(walked(points, { width, height }));
      }),
      { numRuns: 2000 },
    );
  });
});

/** The same rule, step by step: every point of the fine outline in turn, and what lies between is flipped. */
function walked(points: readonly Point[], { width, height }: Size): number[] {
  const outline: Point[] = [];
  const fine = points.map(([x, y]): Point => [Math.trunc(5 * x + 0.5), Math.trunc(5 * y + 0.5)]);
  fine.forEach((a, i) => {
    const b = fine[(i + 1) % fine.length];
    const isFlat = Math.abs(b[0] - a[0]) >= Math.abs(b[1] - a[1]);
    const [from, to] = (isFlat ? a[0] > b[0] : a[1] > b[1]) ? [b, a] : [a, b];
    const steps = isFlat ? to[0] - from[0] : to[1] - from[1];
    const line = Array.from({ length: steps + 1 }, (_, t): Point => {
      if (steps === 0) return from;
      return isFlat
        ? [from[0] + t, Math.trunc(from[1] + ((to[1] - from[1]) / steps) * t + 0.5)]
        : [Math.trunc(from[0] + ((to[0] - from[0]) / steps) * t + 0.5), from[1] + t];
    });
    outline.push(...(from === a ? line : line.reverse()));
  });
  const flips = new Array<number>(width * height + 1).fill(0);
  for (let k = 1; k < outline.length; k++) {
    const [[u, v], [before, above]] = [outline[k], outline[k - 1]];
    const column = (Math.min(u, before) + 0.5) / 5 - 0.5;
    if (u === before || !Number.isInteger(column) || column < 0 || column > width - 1) continue;
    const row = Math.ceil(Math.min(height, Math.max(0, (Math.min(v, above) + 0.5) / 5 - 0.5)));
    flips[column * height + row] ^= 1;
  }
  let inside = 0;
  return flips.slice(0, -1).map(flip => (inside ^= flip));
}
