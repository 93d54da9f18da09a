import * as z from 'zod';
import { type Affine, mapPoint } from '../../geometry/affine.ts';
import { degreesOf, directionOf, type Frame, inFrame } from '../../geometry/frame.ts';
import { nearestOnLine } from '../../geometry/paths.ts';
import type { Point } from '../../schemas/point.ts';
import { FILLED, fillRow } from './canvas.ts';
import { isSensible, MAX_PIXELS, MAX_SIDE, marks, type Shape } from './shape.ts';
import { boxAround, shareOutside } from './vertices.ts';

const schema = z.object({
  shape: z.literal('ellipse'),
  ...marks,
  /** Its centre, px. */
  cx: z.number(),
  cy: z.number(),
  /** Its radii before it is turned, px. */
  rx: z.number().positive(),
  ry: z.number().positive(),
  /** Degrees clockwise. */
  rotation: z.number().default(0),
});
export type Ellipse = z.infer<typeof schema>;
type Place = Pick<Ellipse, 'cx' | 'cy' | 'rx' | 'ry' | 'rotation'>;

/** Holds the pixels whose centres it holds: of each row those from its left edge to before its right edge. */
export const ellipse = {
  schema,
  paint(canvas, label, value) {
    const { reach, edgesAt } = conicOf(label);
    const first = Math.max(canvas.y1, Math.ceil(label.cy - reach - 0.5));
    const last = Math.min(canvas.y1 + canvas.height - 1, Math.floor(label.cy + reach - 0.5));
    for (let row = first; row <= last; row++) fillRow(canvas, row, ...edgesAt(row + 0.5), value);
  },
  box: label => boxAround(extremesOf(label)),
  difference: (before, after) => boxAround([...extremesOf(before), ...extremesOf(after)]),
  hit(label, point, reach) {
    const [x, y] = inFrame(frameOf(label), point);
    if ((x / label.rx) ** 2 + (y / label.ry) ** 2 <= 1) return true;
    return nearestOnLine(point, atEqualAngles(label, VERTICES_TO_HIT), true).distance <= reach;
  },
  mapped: (label, map) => ({ ...label, ...placeOf(label, map) }),
  vertices: null,
  stroke: null,
  ring: label => ({ points: ringOf(label) }),
  outside: (label, size) => shareOutside(atEqualAngles(label, VERTICES_TO_HIT), size),
  margin: () => 1,
  fault({ cx, cy, rx, ry, rotation }) {
    if (![cx, cy, rx, ry, rotation].every(isSensible)) return 'bad-number';
    return rx > 0 && ry > 0 ? null : 'degenerate';
  },
  cost: ({ rx, ry }) => Math.min(MAX_PIXELS, Math.min(MAX_SIDE, 1 + 2 * Math.max(rx, ry)) ** 2) * FILLED,
  weight: () => 2,
  notes: { polygon: 'ellipse-to-polygon', mask: 'shape-to-mask', outlines: 'ellipse-to-polygon', pixels: null },
} satisfies Shape<Ellipse>;

export function frameOf({ cx, cy, rx, ry, rotation }: Place): Frame {
  return { cx, cy, width: 2 * rx, height: 2 * ry, rotation };
}

/** How far it reaches up and down from its centre, and from where to where it goes at a height. */
function conicOf({ cx, cy, rx, ry, rotation }: Place) {
  const { cos, sin } = directionOf(rotation);
  // a dx² + 2 b dx dy + c dy² = 1 for the distances dx, dy from the centre.
  const a = (cos / rx) ** 2 + (sin / ry) ** 2;
  const b = cos * sin * (1 / rx ** 2 - 1 / ry ** 2);
  const c = (sin / rx) ** 2 + (cos / ry) ** 2;
  const reach = Math.hypot(rx * sin, ry * cos);
  const edgesAt = (y: number): [number, number] => {
    const dy = y - cy;
    const half = Math.sqrt(Math.max(0, (b * dy) ** 2 - a * (c * dy ** 2 - 1)));
    return [cx + (-b * dy - half) / a, cx + (-b * dy + half) / a];
  };
  return { reach, edgesAt, highest: (b * reach) / a };
}

/** The corners of the upright box around it. */
function extremesOf({ cx, cy, rx, ry, rotation }: Place): Point[] {
  const { cos, sin } = directionOf(rotation);
  const [dx, dy] = [Math.hypot(rx * cos, ry * sin), Math.hypot(rx * sin, ry * cos)];
  return [
    [cx - dx, cy - dy],
    [cx + dx, cy + dy],
  ];
}

/** A higher one gets so many vertices at equal angles, not two for each row. */
const MAX_ROWS = 1024;
const VERTICES_OF_LARGE = 720;
const VERTICES_TO_HIT = 90;

/** A ring of vertices on the ellipse where that crosses the lines of pixel centres: it holds the very same centres. */
function ringOf(label: Place): Point[] {
  const { cx, cy } = label;
  const { reach, edgesAt, highest } = conicOf(label);
  const first = Math.ceil(cy - reach - 0.5);
  const last = Math.floor(cy + reach - 0.5);
  if (last < first || last - first > MAX_ROWS) return atEqualAngles(label, VERTICES_OF_LARGE);
  const rows = Array.from({ length: last - first + 1 }, (_, i) => ({
    y: first + i + 0.5,
    edges: edgesAt(first + i + 0.5),
  }));
  const right = rows.map(({ y, edges }): Point => [edges[1], y]);
  const left = rows.map(({ y, edges }): Point => [edges[0], y]);
  return [[cx + highest, cy - reach], ...right, [cx - highest, cy + reach], ...left.reverse()];
}

function atEqualAngles({ cx, cy, rx, ry, rotation }: Place, count: number): Point[] {
  const { cos, sin } = directionOf(rotation);
  return Array.from({ length: count }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / count;
    const [u, v] = [rx * Math.cos(angle), ry * Math.sin(angle)];
    return [cx + u * cos - v * sin, cy + u * sin + v * cos];
  });
}

/** Where a map takes it: what becomes of its radii are two conjugate ones of the new ellipse, whose axes are a turn away. */
function placeOf({ cx, cy, rx, ry, rotation }: Place, map: Affine): Place {
  const { cos, sin } = directionOf(rotation);
  const vector = (x: number, y: number): Point => [map.a * x + map.c * y, map.b * x + map.d * y];
  const [p, q] = [vector(rx * cos, rx * sin), vector(-ry * sin, ry * cos)];
  const across = 2 * (p[0] * q[0] + p[1] * q[1]);
  const turn =
    Math.abs(across) < SKEW * rx * ry ? 0 : Math.atan2(across, p[0] ** 2 + p[1] ** 2 - q[0] ** 2 - q[1] ** 2) / 2;
  const [u, v] = [Math.cos(turn), Math.sin(turn)];
  const [x, y]: [Point, Point] = [
    [p[0] * u + q[0] * v, p[1] * u + q[1] * v],
    [q[0] * u - p[0] * v, q[1] * u - p[1] * v],
  ];
  const [mx, my] = mapPoint(map, [cx, cy]);
  return { cx: mx, cy: my, rx: Math.hypot(...x), ry: Math.hypot(...y), rotation: degreesOf(x) + 0 };
}

/** What of a skew is but rounding. */
const SKEW = 1e-9;
