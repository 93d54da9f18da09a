import * as z from 'zod';
import type { ImageShapes } from '../../shapes/image-shapes.ts';
import { ringOf, sensibleSize } from '../../shapes/shape-points.ts';
import type { FoundImage } from '../found-image.ts';
import { hasKeys, type JsonHead } from '../json-head.ts';
import { fromLabelme } from '../labelme/labelme-shapes.ts';
import { sideInPath } from '../yolo/yolo-paths.ts';

const fileSchema = z.object({
  imgHeight: z.unknown().optional(),
  imgWidth: z.unknown().optional(),
  objects: z.array(z.unknown()),
});

const objectSchema = z.object({
  label: z.string().min(1),
  polygon: z.array(z.array(z.unknown()).length(2)),
  deleted: z.unknown().optional(),
});
type CityscapesObject = z.infer<typeof objectSchema>;

/** Masks that lie beside the polygons, drawn from them. */
export const CITYSCAPES_MASK = /_gt(Fine|Coarse)_(color|labelIds|labelTrainIds|instanceIds|instanceTrainIds)\.png$/i;

export function isCityscapesFile(head: JsonHead): boolean {
  return hasKeys(head, { objects: '[' }) && head.keys.has('imgHeight') && head.keys.has('imgWidth');
}

/**
 * The image of a file: later objects paint over earlier ones, as PIL draws polygons, whose border is theirs. Throws an Error
 * that says what is wrong with the file.
 */
export function cityscapesImage(json: unknown, file: string): FoundImage {
  const { data } = fileSchema.safeParse(json);
  if (!data) throw new Error('it is not of Cityscapes');
  const read = data.objects.map(object => objectSchema.safeParse(object).data ?? null);
  const objects = read.filter(object => !object || !isDeleted(object));
  const base = file.replace(/(_gt(Fine|Coarse))?(_polygons)?\.json$/i, '').replace(/^.*\//, '');
  return {
    names: [base, `${base}_leftImg8bit`],
    size: sensibleSize(data.imgWidth, data.imgHeight),
    side: sideInPath(file),
    classes: objects.flatMap(object => object?.label.trim() ?? []),
    bare: 'empty',
    isDone: true,
    fillsAsCoco: false,
    draw(shapes) {
      for (const [i, object] of objects.entries()) takeObject(object, shapes, `object ${i + 1}`);
    },
  };
}

function isDeleted({ deleted }: CityscapesObject): boolean {
  return deleted === 1 || deleted === true;
}

function takeObject(object: CityscapesObject | null, shapes: ImageShapes, what: string): void {
  const ring = object ? ringOf(object.polygon.flat()) : 'bad-shape';
  if (!object || typeof ring === 'string')
    shapes.note(ring === 'degenerate' || ring === 'bad-number' ? ring : 'bad-shape', what);
  else {
    const points = ring.map(fromLabelme);
    shapes.otherwiseDrawn({ shape: 'polygon', class: object.label.trim(), source: 'imported', border: true, points });
  }
}
