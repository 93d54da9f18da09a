import { shift } from '../../shared/geometry/affine.ts';
import { overlap } from '../../shared/geometry/box.ts';
import type { Box } from '../../shared/image/gray-image.ts';
import { countSet, maskIn } from '../../shared/labels/painted-part.ts';
import { labelBox, mapped, shapeOf } from '../../shared/labels/shapes/shapes.ts';
import { boxAround } from '../../shared/labels/shapes/vertices.ts';
import type { ImageLabel, Point } from '../../shared/schemas/label.ts';

/** Labels never change in place, and their boxes are asked for at every move of the pointer. */
const boxes = new WeakMap<ImageLabel, Box>();

/** The whole-pixel box that holds every pixel a label can paint. */
export function boxOf(label: ImageLabel): Box {
  const box = boxes.get(label) ?? labelBox(label);
  boxes.set(label, box);
  return box;
}

/** Whether a point is on a label, or within `reach` px of its line. */
export function touches(label: ImageLabel, point: Point, reach: number): boolean {
  const [x, y] = point;
  const box = boxOf(label);
  if (x < box.x1 - reach || y < box.y1 - reach || x > box.x2 + reach || y > box.y2 + reach) return false;
  return shapeOf(label).hit(label, point, reach);
}

/** The label on top at a point, if any. */
export function labelAt(labels: readonly ImageLabel[], point: Point, reach: number): ImageLabel | undefined {
  return labels.findLast(label => touches(label, point, reach));
}

/** Whether a label paints a pixel in the box between two corners. */
export function paintsIn(label: ImageLabel, [[ax, ay], [bx, by]]: readonly [Point, Point]): boolean {
  const band = boxAround([
    [ax, ay],
    [bx, by],
  ]);
  const box = boxOf(label);
  if (!overlap(box, band)) return false;
  const [x1, y1] = [Math.max(box.x1, band.x1), Math.max(box.y1, band.y1)];
  return countSet(maskIn({ x1, y1, x2: Math.min(box.x2, band.x2), y2: Math.min(box.y2, band.y2) }, [label]).data) > 0;
}

/** The label, moved; a brush mask moves by whole pixels. */
export function movedBy(label: ImageLabel, dx: number, dy: number): ImageLabel {
  return mapped(label, shift(dx, dy)) ?? label;
}
