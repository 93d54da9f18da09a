import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestOnLine } from '../../../src/shared/geometry/paths.ts';
import { joinEdits } from '../../../src/shared/labels/join-lines.ts';
import { simplified } from '../../../src/shared/labels/shapes/shapes.ts';
import type { ImageLabel, Point } from '../../../src/shared/schemas/label.ts';

const marks = { class: 'crack', source: 'drawn' } as const;
const coordinate = fc.double({ min: 0, max: 100, noNaN: true });
const points: fc.Arbitrary<Point[]> = fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 30 });
const tolerance = fc.double({ min: 0, max: 20, noNaN: true });
const line = (id: string, points: Point[], widths?: number[]): ImageLabel => {
  return { id, ...marks, shape: 'polyline', points, width: 2, ...(widths && { widths }) };
};
/** A line that goes on to the right, in pieces that may be turned and come in any order. */
const pieces = fc
  .tuple(fc.array(fc.integer({ min: 2, max: 5 }), { minLength: 2, maxLength: 6 }), fc.infiniteStream(fc.boolean()))
  .chain(([lengths, turns]) => {
    let x = 0;
    const lines = lengths.map((length, i) => {
      const own = Array.from({ length }, (_, k): Point => [x + 3 * k, (x + 3 * k) % 7]);
      x += 3 * length;
      return line(
        `line-${i}`,
        turns.next().value ? own.toReversed() : own,
        own.map(() => 1 + i),
      );
    });
    return fc.shuffledSubarray(lines, { minLength: lines.length });
  });

describe('lines joined end to end', () => {
  it('are one in the place of the first, through all their vertices in order, each as wide as it was', () => {
    fc.assert(
      fc.property(pieces, lines => {
        const [edit, ...removed] = joinEdits(lines);
        expect(removed).toEqual(lines.slice(1).map(({ id }) => ({ kind: 'remove', id })));
        if (edit.kind !== 'replace' || edit.label.shape !== 'polyline') throw new Error(edit.kind);
        const { id, points, widths = [] } = edit.label;
        expect(id).toBe(lines[0].id);
        const xs = points.map(([x]) => x);
        expect([xs, xs.toReversed()]).toContainEqual(xs.toSorted((a, b) => a - b));
        const before = lines.flatMap(each =>
          each.shape === 'polyline' ? each.points.map((at, i) => [at, each.widths![i]]) : [],
        );
        const order = (a: unknown[], b: unknown[]) => String(a).localeCompare(String(b));
        expect(points.map((at, i) => [at, widths[i]]).sort(order)).toEqual(before.sort(order));
      }),
    );
  });

  it('share a vertex where their ends meet, and keep one width where all have it', () => {
    const [edit] = joinEdits([
      line('a', [
        [0, 0],
        [5, 0],
      ]),
      line('b', [
        [9, 0],
        [5, 0.2],
      ]),
    ]);
    expect(edit).toEqual({
      kind: 'replace',
      label: line('a', [
        [0, 0],
        [5, 0],
        [9, 0],
      ]),
    });
  });

  it('need two', () => {
    expect(
      joinEdits([
        line('a', [
          [0, 0],
          [5, 0],
        ]),
      ]),
    ).toEqual([]);
  });
});

describe('a label simplified', () => {
  it('goes nowhere farther from a vertex that was than allowed, and a ring keeps three', () => {
    fc.assert(
      fc.property(points, tolerance, fc.boolean(), (points, tolerance, isRing) => {
        const label: ImageLabel = isRing ? { id: 'a', ...marks, shape: 'polygon', points } : line('a', points);
        const fewer = simplified(label, tolerance);
        if (!('points' in fewer)) throw new Error(fewer.shape);
        expect(fewer.points.length).toBeGreaterThanOrEqual(isRing ? 3 : 2);
        for (const point of points) {
          expect(nearestOnLine(point, fewer.points, isRing).distance).toBeLessThanOrEqual(tolerance + 1e-9);
        }
      }),
    );
  });

  it('holds its width as it holds its place', () => {
    const way = Array.from({ length: 21 }, (_, i): Point => [i, 0]);
    const widths = way.map(([x]) => (x === 10 ? 5 : 1));
    expect(simplified(line('a', way, widths), 1)).toMatchObject({
      points: [
        [0, 0],
        [9, 0],
        [10, 0],
        [11, 0],
        [20, 0],
      ],
    });
    expect(simplified(line('a', way, widths), 2)).toMatchObject({
      points: [
        [0, 0],
        [20, 0],
      ],
      widths: [1, 1],
      width: 1,
    });
  });

  it('is itself where nothing can go', () => {
    const label = line('a', [
      [0, 0],
      [5, 9],
      [9, 0],
    ]);
    expect(simplified(label, 1)).toBe(label);
  });
});
