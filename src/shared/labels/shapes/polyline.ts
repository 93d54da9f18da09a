import * as z from 'zod';
import { scaleOf } from '../../geometry/affine.ts';
import { distanceBetween, keptVertices, nearestOnSegment } from '../../geometry/paths.ts';
import { pointSchema } from '../../schemas/point.ts';
import { paintLine } from './paint-line.ts';
import { isSensible, marks, type Shape, type Vertices } from './shape.ts';
import { areSensible, boxAround, differing, mapPoints, shareOutside, verticesOf } from './vertices.ts';

const schema = z
  .object({
    shape: z.literal('polyline'),
    ...marks,
    points: z.array(pointSchema).min(1),
    /** Width of the stroke, px; where there are `widths`, about what they are on average, for programs that do not know them. */
    width: z.number().positive(),
    /** At each vertex, px; between two of them it changes evenly. */
    widths: z.array(z.number().positive()).optional(),
  })
  .refine(({ points, widths }) => !widths || widths.length === points.length, {
    error: 'a polyline has a width for each vertex, or one for all',
  });
export type Polyline = z.infer<typeof schema>;
type Line = Pick<Polyline, 'points' | 'width' | 'widths'>;

/** Every pixel of a stroke is measured from its line; the ends of each stretch twice. */
const MEASURED = 20;

const plain = verticesOf<Polyline>({ isRing: false, least: 1, leastDrawn: 2 });
const vertices: Vertices<Polyline> = {
  ...plain,
  isPlaceAlone: ({ widths }) => !widths,
  inserted(label, vertex, at) {
    const { widths } = label;
    if (!widths) return plain.inserted(label, vertex, at);
    const [before, after] = [widths[vertex - 1] ?? widths[vertex], widths[vertex] ?? widths[vertex - 1]];
    return { ...plain.inserted(label, vertex, at), widths: widths.toSpliced(vertex, 0, (before + after) / 2) };
  },
  removed(label, vertex) {
    const { widths } = label;
    return { ...plain.removed(label, vertex), ...(widths && { widths: widths.toSpliced(vertex, 1) }) };
  },
  simplified(label, tolerance) {
    const { points, widths } = label;
    if (!widths) return plain.simplified(label, tolerance);
    const kept = keptVertices(points, tolerance, { widths });
    if (kept.length === points.length) return label;
    const fewer = { ...label, points: kept.map(i => points[i]) };
    return withWidths(
      fewer,
      kept.map(i => widths[i]),
    );
  },
};

/** A stroke with round ends, never thinner than one connected pixel. */
export const polyline = {
  schema,
  paint: (canvas, label, value) => paintLine(canvas, label.points, widthsOf(label), value),
  // A line that is thinner than a pixel holds the pixels of its points.
  box: label => boxAround(label.points, widestOf(label) / 2),
  difference(before, after) {
    const isOneWidth = before.width === after.width && !before.widths && !after.widths;
    const [a, b] = [before.points, after.points];
    const points = isOneWidth ? differing(a, b, false) : [...a, ...b];
    return boxAround(points, Math.max(widestOf(before), widestOf(after)) / 2);
  },
  hit(label, point, reach) {
    const widths = widthsOf(label);
    // It begins with a dot, which a line that tapers does not cover.
    if (distanceBetween(point, label.points[0]) <= widths[0] / 2) return true;
    return label.points.some((from, i) => {
      const next = Math.min(i + 1, widths.length - 1);
      const at = nearestOnSegment(point, from, label.points[next]);
      const along = distanceBetween(from, at) / (distanceBetween(from, label.points[next]) || 1);
      const width = widths[i] + along * (widths[next] - widths[i]);
      return distanceBetween(point, at) <= Math.max(reach, width / 2);
    });
  },
  mapped(label, map) {
    const [scale, { widths }] = [scaleOf(map), label];
    return {
      ...mapPoints(label, map),
      width: label.width * scale,
      ...(widths && { widths: widths.map(width => width * scale) }),
    };
  },
  vertices,
  stroke: {
    width: ({ width }) => width,
    widened(label, width) {
      const { widths } = label;
      return { ...label, width, ...(widths && { widths: widths.map(each => (each * width) / label.width) }) };
    },
  },
  ring: () => null,
  outside: ({ points }, size) => shareOutside(points, size),
  margin: label => widestOf(label) / 2 + 1,
  fault(label) {
    const { points, widths } = label;
    if (!areSensible(points)) return 'bad-number';
    if (points.length < 1) return 'degenerate';
    if (widths && widths.length !== points.length) return 'bad-shape';
    return [label.width, ...widthsOf(label)].every(width => isSensible(width) && width > 0) ? null : 'bad-number';
  },
  cost(label) {
    const width = widestOf(label);
    const { points } = label;
    const length = points.reduce(
      (sum, point, i) => sum + width + distanceBetween(points[Math.max(0, i - 1)], point),
      0,
    );
    return length * width * MEASURED;
  },
  weight: ({ points }) => points.length,
  notes: { polygon: null, mask: 'stroke-to-area', outlines: null, pixels: 'stroke-to-area' },
} satisfies Shape<Polyline>;

/** The width at each vertex, px. */
export function widthsOf({ points, width, widths }: Line): readonly number[] {
  return widths ?? points.map(() => width);
}

/** Lines of two vertices that together paint what the line does; the line alone where its width changes, for the end of each part is round. */
export function partsOf<T extends Polyline>(label: T): T[] {
  const { points, widths } = label;
  if (widths || points.length < 3) return [label];
  return points.slice(1).map((to, i) => ({ ...label, points: [points[i], to] }));
}

function widestOf({ width, widths }: Line): number {
  return widths ? widths.reduce((most, each) => Math.max(most, each), 0) : width;
}

/** The line with these widths at its vertices; `width` becomes their mean. */
export function withWidths<T extends Polyline>(label: T, widths: number[]): T {
  return { ...label, width: widths.reduce((sum, width) => sum + width, 0) / widths.length, widths };
}
