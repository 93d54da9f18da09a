import * as z from 'zod';
import { mapPoint } from '../../geometry/affine.ts';
import { cornersOf, degreesOf, type Frame } from '../../geometry/frame.ts';
import { isInside, nearestOnLine } from '../../geometry/paths.ts';
import type { Point } from '../../schemas/point.ts';
import { costOfRing, fillRing } from './fill-ring.ts';
import { isSensible, marks, type Shape } from './shape.ts';
import { boxAround, shareOutside } from './vertices.ts';

const schema = z.object({
  shape: z.literal('rectangle'),
  ...marks,
  /** The upper left corner before it is turned, px. */
  x: z.number(),
  y: z.number(),
  width: z.number().positive(),
  height: z.number().positive(),
  /** Degrees clockwise about its centre. */
  rotation: z.number().default(0),
});
export type Rectangle = z.infer<typeof schema>;
type Place = Pick<Rectangle, 'x' | 'y' | 'width' | 'height' | 'rotation'>;

/** Holds the pixels whose centres it holds, half-open, as the polygon of its corners does. */
export const rectangle = {
  schema,
  paint: (canvas, label, value) => fillRing(canvas, ringOf(label), value),
  box: label => boxAround(ringOf(label)),
  difference: (before, after) => boxAround([...ringOf(before), ...ringOf(after)]),
  hit: (label, point, reach) =>
    isInside(point, ringOf(label)) || nearestOnLine(point, ringOf(label), true).distance <= reach,
  mapped(label, map) {
    const place = rectangleOf(ringOf(label).map(corner => mapPoint(map, corner)));
    return place && { ...label, ...place };
  },
  vertices: null,
  stroke: null,
  ring: label => ({ points: ringOf(label) }),
  outside: (label, size) => shareOutside(ringOf(label), size),
  margin: () => 1,
  fault({ x, y, width, height, rotation }) {
    if (![x, y, width, height, rotation].every(isSensible)) return 'bad-number';
    return width > 0 && height > 0 ? null : 'degenerate';
  },
  cost: label => costOfRing(ringOf(label)),
  weight: () => 2,
  notes: { polygon: 'box-to-polygon', mask: 'shape-to-mask', outlines: 'box-to-polygon', pixels: null },
} satisfies Shape<Rectangle>;

export function frameOf({ x, y, width, height, rotation }: Place): Frame {
  return { cx: x + width / 2, cy: y + height / 2, width, height, rotation };
}

function ringOf(label: Place): Point[] {
  const { x, y, width, height, rotation } = label;
  if (rotation % 360 !== 0) return cornersOf(frameOf(label));
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}

/** How far from a right angle the corners may be, in parts of the sides: rounding. */
const SKEW = 1e-9;

/** The rectangle of four corners in their order; null where they are not those of one. */
export function rectangleOf(corners: readonly Point[]): Place | null {
  const [[ax, ay], [bx, by], , [dx, dy]] = corners;
  const [across, down]: [Point, Point] = [
    [bx - ax, by - ay],
    [dx - ax, dy - ay],
  ];
  const [width, height] = [Math.hypot(...across), Math.hypot(...down)];
  if (Math.abs(across[0] * down[0] + across[1] * down[1]) > SKEW * width * height) return null;
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [right, bottom] = [Math.max(...xs), Math.max(...ys)];
  const rotation = degreesOf(across);
  if (rotation % 90 === 0) return { x: left, y: top, width: right - left, height: bottom - top, rotation: 0 };
  return { x: (left + right - width) / 2, y: (top + bottom - height) / 2, width, height, rotation };
}
