import type { GrayImage } from '../../../../shared/image/gray-image.ts';
import { brushOf } from '../../../../shared/labels/brush-mask.ts';
import type { Size } from '../../../../shared/labels/label-box.ts';
import type { ImageShapes, Marks } from '../../shapes/image-shapes.ts';
import { ringOf } from '../../shapes/shape-points.ts';
import { takeBox } from '../take-shapes.ts';
import type { AnnotationObject } from './annotation.ts';

/** Where a shape goes, and what it is called in messages. */
export interface Into {
  readonly shapes: ImageShapes;
  /** Of the image, px; null where the file does not say. */
  readonly size: Size | null;
  readonly what: string;
}

const marksOf = ({ name }: AnnotationObject): Marks => ({ class: name, source: 'imported' });

/** Takes an object over that has polygons, or only a box. */
export function takeObject(object: AnnotationObject, { shapes, what }: Into): void {
  const { rings, box } = object;
  if (rings.length > 0) {
    for (const ring of rings) shapes.ring(marksOf(object), ringOf(ring), what);
    if (rings.length > 1) shapes.note('parts-to-labels', what);
  } else if (box) {
    const [left, top, right, bottom] = box;
    takeBox(shapes, marksOf(object), { x: left, y: top, width: right - left, height: bottom - top }, what);
  } else shapes.note('points-skipped', what);
}

/** Takes an object over that was scribbled. @param mask of the whole image, null where it cannot be read */
export function takeMask(object: AnnotationObject, mask: GrayImage | null, { shapes, size, what }: Into): void {
  if (!mask) {
    shapes.note('bad-shape', `${what}, whose mask ${object.mask} cannot be read`);
    return;
  }
  if (size && (mask.width !== size.width || mask.height !== size.height)) {
    shapes.note('size-differs', `${what} has a mask of ${mask.width} x ${mask.height} px`);
    return;
  }
  const brush = brushOf(mask, 0, 0);
  if (brush) shapes.otherwiseDrawn({ ...brush, ...marksOf(object) });
  else shapes.note('covers-nothing', what);
}
