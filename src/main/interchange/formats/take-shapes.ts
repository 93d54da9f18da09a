import type { ShapeFault } from '../../../shared/labels/shapes/shape.ts';
import type { Point } from '../../../shared/schemas/label.ts';
import { type Ellipse, ellipseRing } from '../shapes/ellipse.ts';
import type { ImageShapes, Marks } from '../shapes/image-shapes.ts';
import { boxRing, pointsOf } from '../shapes/shape-points.ts';
import { POLYLINE_WIDTH } from './cvat/cvat-shape.ts';

/** A box by its upper left corner, px, turned by degrees clockwise about its centre. */
export interface TurnedBox {
  readonly x: unknown;
  readonly y: unknown;
  readonly width: unknown;
  readonly height: unknown;
  readonly rotation?: unknown;
}

/** `what` names the shape for messages, e.g. `region 3`. */
export function takeBox(shapes: ImageShapes, marks: Marks, box: TurnedBox, what: string): void {
  const ring = boxRing(box.x, box.y, box.width, box.height, box.rotation);
  if (shapes.ring(marks, ring, what)) shapes.note('box-to-polygon', what);
}

export function takeEllipse(shapes: ImageShapes, marks: Marks, ellipse: Ellipse, what: string): void {
  const points = ellipseRing(ellipse);
  if (typeof points === 'string') {
    shapes.note(points, what);
    return;
  }
  shapes.otherwiseDrawn({ shape: 'polygon', ...marks, points });
  shapes.note('ellipse-to-polygon', what);
}

/** A line through x1, y1, x2, y2, …, px, which has no width where it comes from. */
export function takeLine(shapes: ImageShapes, marks: Marks, numbers: readonly unknown[], what: string): void {
  const points: Point[] | ShapeFault = pointsOf(numbers);
  if (typeof points === 'string' || points.length < 2) {
    shapes.note(typeof points === 'string' ? points : 'degenerate', what);
    return;
  }
  shapes.otherwiseDrawn({ shape: 'polyline', ...marks, points, width: POLYLINE_WIDTH });
  shapes.note('line-to-polyline', what);
}
