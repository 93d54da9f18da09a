import { z } from 'zod';
import { scaleOf } from '../../geometry/affine.ts';
import { distanceBetween, nearestOnLine } from '../../geometry/paths.ts';
import { pointSchema } from '../../schemas/point.ts';
import { paintLine } from './paint-line.ts';
import { isSensible, marks, type Shape } from './shape.ts';
import { areSensible, boxAround, differing, mapPoints, shareOutside, verticesOf } from './vertices.ts';

const schema = z.object({
  shape: z.literal('polyline'),
  ...marks,
  points: z.array(pointSchema).min(1),
  /** Width of the stroke, px. */
  width: z.number().positive(),
});
export type Polyline = z.infer<typeof schema>;

/** Every pixel of a stroke is measured from its line; the ends of each stretch twice. */
const MEASURED = 20;

/** A stroke with round ends, never thinner than one connected pixel. */
export const polyline = {
  schema,
  paint: (canvas, { points, width }, value) => paintLine(canvas, points, width, value),
  // A line that is thinner than a pixel holds the pixels of its points.
  box: ({ points, width }) => boxAround(points, width / 2),
  difference(before, after) {
    const [a, b] = [before.points, after.points];
    const points = before.width === after.width ? differing(a, b, false) : [...a, ...b];
    return boxAround(points, Math.max(before.width, after.width) / 2);
  },
  hit: ({ points, width }, point, reach) => nearestOnLine(point, points, false).distance <= Math.max(reach, width / 2),
  mapped: (label, map) => ({ ...mapPoints(label, map), width: label.width * scaleOf(map) }),
  vertices: verticesOf({ isRing: false, least: 1, leastDrawn: 2 }),
  stroke: { width: ({ width }) => width, widened: (label, width) => ({ ...label, width }) },
  ring: () => null,
  outside: ({ points }, size) => shareOutside(points, size),
  margin: ({ width }) => width / 2 + 1,
  fault({ points, width }) {
    if (!areSensible(points)) return 'bad-number';
    if (points.length < 1) return 'degenerate';
    return isSensible(width) && width > 0 ? null : 'bad-number';
  },
  cost({ points, width }) {
    const length = points.reduce(
      (sum, point, i) => sum + width + distanceBetween(points[Math.max(0, i - 1)], point),
      0,
    );
    return length * width * MEASURED;
  },
  weight: ({ points }) => points.length,
  notes: { polygon: null, mask: 'stroke-to-area', outlines: null, pixels: 'stroke-to-area' },
} satisfies Shape<Polyline>;
