import type { Size } from '../../../../shared/labels/label-box.ts';
import { addUpTo, countsFromString } from '../../../../shared/labels/rle.ts';
import type { ImageShapes, Marks } from '../../shapes/image-shapes.ts';
import { ringOf, sensibleSize } from '../../shapes/shape-points.ts';
import { BACKGROUND } from '../foreign.ts';
import { takeBox } from '../take-shapes.ts';

const MAX_ID = 100;

/** An object of a COCO file, unchecked. */
export type CocoObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is CocoObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An id, which should be a number, as text: 1 and "1" are the same. */
export function idOf(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value).slice(0, MAX_ID) : '?';
}

/**
 * Takes an annotation over into the image's shapes: each ring is a label of its own (COCO's parts are OR-ed), run
 * lengths are a brush, and where there is neither, the box is a polygon. `iscrowd` is not looked at: CVAT sets it for
 * whatever is painted. Nor are `area` and `bbox`, where there is a segmentation.
 * @param classes by category id
 * @param size of the image, px; null where the file does not say
 */
export function takeAnnotation(
  annotation: CocoObject,
  classes: ReadonlyMap<string, string>,
  size: Size | null,
  shapes: ImageShapes,
): void {
  const what = `annotation ${idOf(annotation.id)}`;
  const category = idOf(annotation.category_id);
  const name = classes.get(category);
  if (name === undefined) {
    shapes.note('bad-shape', `${what} is of category ${category}, which the file does not list`);
    return;
  }
  if (name === BACKGROUND) shapes.note('background-class', what);
  const marks: Marks = { class: name, source: 'imported' };
  const { segmentation } = annotation;
  const rings = ringsOf(segmentation);
  if (isObject(segmentation)) takeRunLengths(segmentation, marks, size, shapes, what);
  else if (rings.length > 0) takeRings(rings, marks, shapes, what);
  else takeBbox(annotation, marks, shapes, what);
}

/** A single ring may come without a list around it; empty ones are none. */
function ringsOf(segmentation: unknown): unknown[] {
  if (!Array.isArray(segmentation)) return segmentation === undefined || segmentation === null ? [] : [segmentation];
  const rings = typeof segmentation[0] === 'number' ? [segmentation] : segmentation;
  return rings.filter(ring => !(Array.isArray(ring) && ring.length === 0));
}

function takeRings(rings: readonly unknown[], marks: Marks, shapes: ImageShapes, what: string): void {
  let taken = 0;
  for (const ring of rings) {
    if (shapes.ring(marks, Array.isArray(ring) ? ringOf(ring) : 'bad-shape', what)) taken++;
  }
  if (taken > 1) shapes.note('parts-to-labels', what);
}

function takeBbox({ bbox, attributes }: CocoObject, marks: Marks, shapes: ImageShapes, what: string): void {
  if (!Array.isArray(bbox) || bbox.length !== 4) {
    shapes.note('bad-shape', `${what} has no segmentation and no box`);
    return;
  }
  const rotation = (isObject(attributes) && attributes.rotation) || 0;
  const [x, y, width, height] = bbox;
  takeBox(shapes, marks, { x, y, width, height, rotation }, what);
}

/** Takes a mask over, `counts` and `size` as COCO has them, which must be of the image's own size. */
export function takeRunLengths(
  mask: CocoObject,
  marks: Marks,
  size: Size | null,
  shapes: ImageShapes,
  what: string,
): void {
  const own = sizeOfRunLengths(mask);
  const counts = typeof mask.counts === 'string' ? countsFromString(mask.counts) : mask.counts;
  if (!own || !Array.isArray(counts) || !addUpTo(counts, own.width * own.height)) {
    shapes.note('bad-shape', `${what} has run lengths that do not add up`);
    return;
  }
  if (size && (own.width !== size.width || own.height !== size.height)) {
    const [made, is] = [own, size].map(({ width, height }) => `${width} x ${height}`);
    shapes.note('size-differs', `${what} is a mask of ${made} px, the image has ${is}`);
    return;
  }
  shapes.counts(marks, counts, own, what);
}

/** Of a mask as COCO writes it, `size` being [height, width]. */
export function sizeOfRunLengths({ size }: CocoObject): Size | null {
  return Array.isArray(size) && size.length === 2 ? sensibleSize(size[1], size[0]) : null;
}
