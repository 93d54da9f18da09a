import * as z from 'zod';
import { isShift } from '../../geometry/affine.ts';
import { visitFillPoly } from '../../geometry/fill-poly.ts';
import { isInside, nearestOnLine } from '../../geometry/paths.ts';
import { visitPilPolygon } from '../../geometry/pil-polygon.ts';
import { type Point, pointSchema } from '../../schemas/point.ts';
import { type Canvas, fillRow } from './canvas.ts';
import { costOfRing, fillRing } from './fill-ring.ts';
import { marks, type Shape } from './shape.ts';
import { areSensible, boxAround, differing, mapPoints, shareOutside, verticesOf } from './vertices.ts';

const schema = z.object({
  shape: z.literal('polygon'),
  ...marks,
  points: z.array(pointSchema).min(3),
  /**
   * The pixels that its border passes through belong to it: `true` as labelme (PIL) draws polygons, `opencv` as
   * cv2.fillPoly does, which leaves no gap where an edge is shallow.
   */
  border: z.union([z.literal(true), z.literal('opencv')]).optional(),
});
export type Polygon = z.infer<typeof schema>;

/** Holds the pixels whose centres it holds, half-open, even-odd; with a border, those that its border passes through as well. */
export const polygon = {
  schema,
  paint(canvas, { points, border }, value) {
    if (border) paintBordered(canvas, points, border, value);
    else fillRing(canvas, points, value);
  },
  box: ({ points }) => boxAround(points),
  difference(before, after) {
    // How the corners of a border are drawn depends on where its lowest row is, so all of it may change.
    const isAllOfIt = before.border !== undefined || after.border !== undefined;
    const [a, b] = [before.points, after.points];
    return boxAround(isAllOfIt ? [...a, ...b] : differing(a, b, true));
  },
  hit: ({ points }, point, reach) => isInside(point, points) || nearestOnLine(point, points, true).distance <= reach,
  mapped: (label, map) => (label.border && !isShift(map) ? null : mapPoints(label, map)),
  vertices: verticesOf({ isRing: true, least: 3, leastDrawn: 3 }),
  stroke: null,
  ring: ({ points, border }) => ({ points, border }),
  outside: ({ points }, size) => shareOutside(points, size),
  margin: () => 1,
  fault({ points }) {
    if (!areSensible(points)) return 'bad-number';
    return points.length < 3 ? 'degenerate' : null;
  },
  cost: ({ points }) => costOfRing(points),
  weight: ({ points }) => points.length,
  notes: { polygon: null, mask: 'polygon-to-mask', outlines: 'polygon-retraced', pixels: null },
} satisfies Shape<Polygon>;

function paintBordered(canvas: Canvas, points: readonly Point[], border: true | 'opencv', value: number): void {
  const pixels = points.map(([x, y]): Point => [Math.floor(x), Math.floor(y)]);
  const [top, bottom] = [canvas.y1, canvas.y1 + canvas.height];
  const visit = (y: number, from: number, to: number) => fillRow(canvas, y, from + 0.5, to + 1.5, value);
  if (border === true) visitPilPolygon(pixels, top, bottom, visit);
  else
    visitFillPoly(
      pixels.map(([x, y]) => ({ x, y })),
      top,
      bottom,
      visit,
    );
}
