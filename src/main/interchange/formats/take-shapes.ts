import { rectangleOf } from '../../../shared/labels/shapes/rectangle.ts';
import { isSensible, type ShapeFault } from '../../../shared/labels/shapes/shape.ts';
import type { Point } from '../../../shared/schemas/label.ts';
import type { ImageShapes, Marks } from '../shapes/image-shapes.ts';
import { pointsOf } from '../shapes/shape-points.ts';

/** A box by its upper left corner, px, turned by degrees clockwise about its centre. */
export interface TurnedBox {
  readonly x: unknown;
  readonly y: unknown;
  readonly width: unknown;
  readonly height: unknown;
  readonly rotation?: unknown;
}

/** An ellipse by its centre and radii, px, turned by degrees clockwise. */
export interface TurnedEllipse {
  readonly cx: number;
  readonly cy: number;
  readonly rx: number;
  readonly ry: number;
  readonly rotation: number;
}

/** Lines have no width where they come from; they get this one, px. */
export const POLYLINE_WIDTH = 3;

/** `what` names the shape for messages, e.g. `region 3`. */
export function takeBox(shapes: ImageShapes, marks: Marks, box: TurnedBox, what: string): void {
  const numbers = [box.x, box.y, box.width, box.height, box.rotation ?? 0];
  if (!numbers.every(isSensible)) {
    shapes.note('bad-number', what);
    return;
  }
  const [x, y, width, height, rotation] = numbers;
  shapes.drawnAsRing({ shape: 'rectangle', ...marks, x, y, width, height, rotation: rotation % 360 }, what);
}

/** A box by its corners in their order. */
export function takeCorners(shapes: ImageShapes, marks: Marks, corners: readonly Point[], what: string): void {
  const place = rectangleOf(corners);
  if (place) takeBox(shapes, marks, place, what);
  else shapes.note('bad-shape', what);
}

export function takeEllipse(shapes: ImageShapes, marks: Marks, ellipse: TurnedEllipse, what: string): void {
  const label = { shape: 'ellipse', ...marks, ...ellipse } as const;
  if (shapes.isSound(label, what)) shapes.otherwiseDrawn(label);
}

/** A line through x1, y1, x2, y2, …, px. */
export function takeLine(shapes: ImageShapes, marks: Marks, numbers: readonly unknown[], what: string): void {
  const points: Point[] | ShapeFault = pointsOf(numbers);
  if (typeof points === 'string' || points.length < 2) {
    shapes.note(typeof points === 'string' ? points : 'degenerate', what);
    return;
  }
  shapes.otherwiseDrawn({ shape: 'polyline', ...marks, points, width: POLYLINE_WIDTH });
  shapes.note('line-to-polyline', what);
}
