import * as z from 'zod';
import type { ImageShapes, Marks } from '../../shapes/image-shapes.ts';
import { ringOf } from '../../shapes/shape-points.ts';
import { takeBox, takeEllipse, takeLine } from '../take-shapes.ts';

const attributes = z.record(z.string(), z.unknown()).catch({});

/** A region as VIA 1 and 2 have it, in px of the image as the browser shows it. */
export const viaRegionSchema = z.object({ shape_attributes: attributes, region_attributes: attributes });
export type ViaRegion = z.infer<typeof viaRegionSchema>;

/** Takes a region over; points have no area and are skipped. */
export function takeRegion(
  { shape_attributes: shape }: ViaRegion,
  marks: Marks,
  shapes: ImageShapes,
  what: string,
): void {
  const { name, all_points_x: xs, all_points_y: ys, cx, cy, r, rx, ry, theta } = shape;
  switch (name) {
    case 'polygon': {
      const numbers = interleaved(xs, ys);
      shapes.ring(marks, numbers ? ringOf(numbers) : 'bad-shape', what);
      return;
    }
    case 'polyline':
      takeLine(shapes, marks, interleaved(xs, ys) ?? [0], what);
      return;
    case 'rect':
      takeBox(shapes, marks, { x: shape.x, y: shape.y, width: shape.width, height: shape.height }, what);
      return;
    case 'circle':
      takeEllipse(shapes, marks, { cx: Number(cx), cy: Number(cy), rx: Number(r), ry: Number(r), rotation: 0 }, what);
      return;
    case 'ellipse': {
      // Of VIA 2 in radians; VIA 1 turns none.
      const rotation = (Number(theta ?? 0) * 180) / Math.PI;
      takeEllipse(shapes, marks, { cx: Number(cx), cy: Number(cy), rx: Number(rx), ry: Number(ry), rotation }, what);
      return;
    }
    case 'point':
      shapes.note('points-skipped', what);
      return;
    default:
      shapes.note('bad-shape', what);
  }
}

/** x1, y1, x2, y2, …; null where the lists are none, or of different lengths. */
function interleaved(xs: unknown, ys: unknown): unknown[] | null {
  if (!Array.isArray(xs) || !Array.isArray(ys) || xs.length !== ys.length) return null;
  return xs.flatMap((x, i) => [x, ys[i]]);
}
