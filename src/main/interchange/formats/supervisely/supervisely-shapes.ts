import type { GrayImage } from '../../../../shared/image/gray-image.ts';
import { brushOf } from '../../../../shared/labels/brush-mask.ts';
import type { Size } from '../../../../shared/labels/label-box.ts';
import { asBrush, paintedPart } from '../../../../shared/labels/painted-part.ts';
import { paintLabel } from '../../../../shared/labels/rasterize.ts';
import { isSensible } from '../../../../shared/labels/shapes/shape.ts';
import type { Label } from '../../../../shared/schemas/label.ts';
import type { ImageShapes, Marks } from '../../shapes/image-shapes.ts';
import { ringOf } from '../../shapes/shape-points.ts';
import { takeBox, takeLine } from '../take-shapes.ts';
import { geometryOf, type SuperviselyObject } from './supervisely-file.ts';

/** Where a shape goes, and what it is called in messages. */
export interface Into {
  readonly shapes: ImageShapes;
  /** Of the image, px. */
  readonly size: Size | null;
  readonly what: string;
}

/**
 * Takes an object over. Coordinates are indices of pixels: polygons hold the pixels of their vertices and of the border between
 * (cv2.fillPoly), as holes do; boxes hold the pixels of both corners.
 * @param mask the decoded mask of a bitmap, null where it cannot be decoded
 */
export function takeObject(object: SuperviselyObject, mask: GrayImage | null, into: Into): void {
  const marks: Marks = { class: object.classTitle.trim(), source: 'imported' };
  const { exterior = [], interior = [] } = object.points ?? {};
  switch (geometryOf(object)) {
    case 'polygon':
      takePolygon([exterior, ...interior], marks, into);
      return;
    case 'bitmap':
      takeBitmap(object, mask, marks, into);
      return;
    case 'rectangle':
      takeRectangle(exterior.flat(), marks, into);
      return;
    case 'line':
      takeLine(into.shapes, marks, exterior.flatMap(inPixel), into.what);
      return;
    default:
      into.shapes.note('points-skipped', into.what);
  }
}

/** In the middle of the pixel. What is no number stays. */
function inPixel([x, y]: readonly unknown[]): unknown[] {
  return [x, y].map(value => (typeof value === 'number' ? Math.floor(value) + 0.5 : value));
}

/** The outer ring first, then the holes. */
function takePolygon(rings: readonly unknown[][][], marks: Marks, into: Into): void {
  const labels: Label[] = [];
  for (const ring of rings) {
    const points = ringOf(ring.flatMap(inPixel));
    if (typeof points === 'string') {
      into.shapes.note(points, into.what);
      return;
    }
    labels.push({ shape: 'polygon', ...marks, border: 'opencv', points });
  }
  const [outer, ...holes] = labels;
  if (holes.length === 0) into.shapes.otherwiseDrawn(outer);
  else takeHoled(outer, holes, into);
}

function takeHoled(outer: Label, holes: readonly Label[], { shapes, size, what }: Into): void {
  const part = size && paintedPart([outer], size);
  for (const hole of part ? holes : []) paintLabel(part!.mask, hole, 0, part!.box);
  const brush = part && asBrush(outer, part.mask, part.box.x1, part.box.y1);
  if (brush) shapes.otherwiseDrawn(brush);
  shapes.note(brush ? 'holes-to-brush' : 'covers-nothing', what);
}

function takeBitmap({ bitmap }: SuperviselyObject, mask: GrayImage | null, marks: Marks, { shapes, what }: Into): void {
  const [x, y] = bitmap?.origin ?? [];
  if (!mask || !isSensible(x) || !isSensible(y)) {
    shapes.note('bad-shape', what);
    return;
  }
  const brush = brushOf(mask, x, y);
  if (brush) shapes.otherwiseDrawn({ ...brush, ...marks });
  else shapes.note('covers-nothing', what);
}

/** Two corners in any order. Those of the labelling tool itself have fractions and are edges, not pixels. */
function takeRectangle(numbers: readonly unknown[], marks: Marks, { shapes, what }: Into): void {
  const [left, right] = [numbers[0], numbers[2]].map(Number).sort((a, b) => a - b);
  const [top, bottom] = [numbers[1], numbers[3]].map(Number).sort((a, b) => a - b);
  const last = numbers.every(Number.isInteger) ? 1 : 0;
  takeBox(shapes, marks, { x: left, y: top, width: right - left + last, height: bottom - top + last }, what);
}
