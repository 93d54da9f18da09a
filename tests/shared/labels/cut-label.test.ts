import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cut, isCrossed } from '../../../src/shared/geometry/cut.ts';
import { distanceBetween, nearestOnSegment } from '../../../src/shared/geometry/paths.ts';
import { brushOf } from '../../../src/shared/labels/brush-mask.ts';
import { cutEdits, piecesOf } from '../../../src/shared/labels/cut-label.ts';
import { applyEdits, invertEdits } from '../../../src/shared/labels/label-edits.ts';
import { maskIn } from '../../../src/shared/labels/painted-part.ts';
import { widthsOf } from '../../../src/shared/labels/shapes/polyline.ts';
import { Random } from '../../../src/shared/random.ts';
import type { ImageLabel, Label, Point } from '../../../src/shared/schemas/label.ts';

const SIDE = 40;
const WHOLE = { x1: 0, y1: 0, x2: SIDE, y2: SIDE };
const SIZE = { width: SIDE, height: SIDE };
const marks = { class: 'crack', source: 'drawn' } as const;
/** No hand and no file places finer. */
const FINEST = 1024;
const coordinate = fc.integer({ min: 0, max: SIDE * FINEST }).map(at => at / FINEST);
const point: fc.Arbitrary<Point> = fc.tuple(coordinate, coordinate);
const cut: fc.Arbitrary<Cut> = fc.tuple(point, point).filter(([a, b]) => distanceBetween(a, b) > 1);
const pixelsOf = (label: Label) => maskIn(WHOLE, [label]).data;

/** Rings about the middle, which cross neither themselves nor anything else. */
const star: fc.Arbitrary<Label> = fc
  .array(fc.double({ min: 2, max: 18, noNaN: true }), { minLength: 3, maxLength: 12 })
  .map(radii => ({
    ...marks,
    shape: 'polygon',
    points: radii.map((radius, i): Point => {
      const angle = (2 * Math.PI * i) / radii.length;
      return [20 + radius * Math.cos(angle), 20 + radius * Math.sin(angle)];
    }),
  }));
const line: fc.Arbitrary<Label> = fc
  .array(fc.tuple(point, fc.double({ min: 0.5, max: 6, noNaN: true })), { minLength: 2, maxLength: 8 })
  .map(vertices => ({
    ...marks,
    shape: 'polyline',
    points: vertices.map(([at]) => at),
    width: 2,
    widths: vertices.map(([, width]) => width),
  }));
/** A blob with holes among crumbs. */
const painted: fc.Arbitrary<Label> = fc.tuple(fc.integer(), star).map(([seed, blob]) => {
  const random = new Random(Math.abs(seed));
  const data = pixelsOf(blob).map(value => (random.uniform() < (value ? 0.9 : 0.05) ? 1 : 0));
  data[0] = 1;
  return { ...marks, ...brushOf({ ...SIZE, data }, 0, 0)! };
});

describe('a label cut along a line', () => {
  it('has of a polygon the same pixels in its pieces, each in one, but for those whose centres the line meets', () => {
    fc.assert(
      fc.property(star, cut, (label, cut) => {
        const pieces = piecesOf(label, cut).map(pixelsOf);
        const wrong = Array.from(pixelsOf(label), (value, i): Point | null => {
          const centre: Point = [(i % SIDE) + 0.5, Math.floor(i / SIDE) + 0.5];
          return pieces.filter(piece => piece[i]).length === value ? null : centre;
        });
        const far = wrong.filter(at => at && distanceBetween(at, nearestOnSegment(at, ...cut)) > 1e-6);
        expect(far).toEqual([]);
      }),
    );
  });

  it('parts a polygon: no piece lies on both sides of a line through all of it', () => {
    fc.assert(
      fc.property(star, fc.double({ min: 0, max: Math.PI, noNaN: true }), (label, angle) => {
        const [x, y] = [100 * Math.cos(angle), 100 * Math.sin(angle)];
        const pieces = piecesOf(label, [
          [20 - x, 20 - y],
          [20 + x, 20 + y],
        ]);
        expect(pieces.length).toBeGreaterThan(1);
        for (const piece of pieces) {
          const sides = piece.shape === 'polygon' ? piece.points.map(at => x * (at[1] - 20) - y * (at[0] - 20)) : [];
          expect(Math.min(Math.max(...sides), -Math.min(...sides))).toBeLessThan(1e-6);
        }
      }),
    );
  });

  it('leads a line through the same vertices with the same widths, and its pieces end on the cut', () => {
    fc.assert(
      fc.property(line, cut, (label, cut) => {
        const pieces = piecesOf(label, cut).flatMap(piece => (piece.shape === 'polyline' ? piece : []));
        if (label.shape !== 'polyline') return;
        const vertices = pieces.flatMap(({ points, widths }, i) => {
          const all = points.map((at, k) => ({ at, width: widths![k] }));
          if (i > 0) expect(all[0].at).toEqual(pieces[i - 1].points.at(-1));
          return all.slice(i === 0 ? 0 : 1, i === pieces.length - 1 ? undefined : -1);
        });
        expect(vertices).toEqual(label.points.map((at, i) => ({ at, width: widthsOf(label)[i] })));
        for (const { points } of pieces.slice(1)) {
          expect(distanceBetween(points[0], nearestOnSegment(points[0], ...cut))).toBeLessThan(1e-6);
        }
      }),
    );
  });

  it('has of a painted mask every pixel in one piece, and no way from piece to piece but across the cut or a gap', () => {
    fc.assert(
      fc.property(painted, cut, (label, cut) => {
        const pieces = piecesOf(label, cut).map(pixelsOf);
        const countOf = (i: number) => pieces.filter(piece => piece[i]).length;
        const pieceOf = (i: number) => pieces.findIndex(piece => piece[i]);
        const all = pixelsOf(label);
        expect(all.every((value, i) => countOf(i) === value)).toBe(true);
        const steps = Array.from(all.keys()).filter(i => (i + 1) % SIDE > 0 && all[i] && all[i + 1]);
        for (const i of steps.filter(i => pieceOf(i) !== pieceOf(i + 1))) {
          const [x, y] = [(i % SIDE) + 0.5, Math.floor(i / SIDE) + 0.5];
          expect(isCrossed([x, y], [x + 1, y], cut)).toBe(true);
        }
      }),
    );
  });

  it('is a whole mask in two halves, an ellipse and a rectangle in two pieces', () => {
    const down: Cut = [
      [20, -5],
      [20, 45],
    ];
    const full = { ...marks, ...brushOf({ ...SIZE, data: new Uint8Array(SIDE * SIDE).fill(1) }, 0, 0)! };
    expect(piecesOf(full, down).map(piece => pixelsOf(piece).reduce((a, b) => a + b))).toEqual([800, 800]);
    const ellipse = { ...marks, shape: 'ellipse', cx: 20, cy: 20, rx: 9, ry: 5, rotation: 30 } as const;
    const rectangle = { ...marks, shape: 'rectangle', x: 10, y: 10, width: 20, height: 9, rotation: 0 } as const;
    expect(piecesOf(ellipse, down).map(({ shape }) => shape)).toEqual(['polygon', 'polygon']);
    expect(piecesOf(rectangle, down).map(({ shape }) => shape)).toEqual(['polygon', 'polygon']);
    expect(
      piecesOf(rectangle, [
        [20, -5],
        [20, 15],
      ]),
    ).toEqual([rectangle]);
  });

  it('is taken back as one, whatever was cut in the same step', () => {
    const some = fc.array(fc.oneof(star, line, painted), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(some, cut, (labels, cut) => {
        const named = labels.map((label, i): ImageLabel => ({ ...label, id: `label-${i}` }));
        const document = { state: 'in progress' as const, labels: named };
        let ids = 0;
        const edits = cutEdits(document, named, cut, () => `new-${ids++}`);
        const after = applyEdits(document, edits);
        expect(after.labels.length).toBe(named.length + ids);
        expect(applyEdits(after, invertEdits(document, edits))).toEqual(document);
      }),
      { numRuns: 30 },
    );
  });
});
