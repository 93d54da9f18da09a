import * as z from 'zod';
import type { ImageShapes } from '../../shapes/image-shapes.ts';
import { ringOf, sensibleSize } from '../../shapes/shape-points.ts';
import { BACKGROUND } from '../foreign.ts';
import type { FoundImage } from '../found-image.ts';
import type { JsonHead } from '../json-head.ts';
import { isBackgroundName, splitExtension } from '../names.ts';
import { takeLine } from '../take-shapes.ts';

const infoSchema = z.object({
  description: z.literal('ISAT'),
  name: z.string().catch(''),
  width: z.unknown().optional(),
  height: z.unknown().optional(),
});
const fileSchema = z.object({ info: infoSchema, objects: z.array(z.unknown()) });

const objectSchema = z.object({
  category: z.union([z.string(), z.number()]).transform(String),
  segmentation: z.array(z.array(z.unknown()).length(2)),
  /** Higher ones lie above. */
  layer: z.number().catch(1),
  shape_type: z.string().catch('polygon'),
});
type IsatObject = z.infer<typeof objectSchema>;

export function isIsatFile(head: JsonHead): boolean {
  return head.keys.get('objects') === '[' && infoSchema.safeParse(head.values.get('info')).success;
}

/** The image of a file. `__background__` erases what lies below it. Throws an Error that says what is wrong with the file. */
export function isatImage(json: unknown, file: string): FoundImage {
  const { data } = fileSchema.safeParse(json);
  if (!data) throw new Error('it is not of ISAT');
  const { info, objects } = data;
  const read = objects
    .map(object => objectSchema.safeParse(object).data ?? null)
    .sort((a, b) => (a?.layer ?? 0) - (b?.layer ?? 0));
  return {
    names: [info.name || splitExtension(file)[0]],
    size: sensibleSize(info.width, info.height),
    side: null,
    classes: read.flatMap(object => (object ? classIn(object) : [])),
    bare: 'empty',
    isDone: true,
    fillsAsCoco: false,
    draw(shapes) {
      for (const [i, object] of read.entries()) takeObject(object, shapes, `object ${i + 1}`);
    },
  };
}

function classIn({ category }: IsatObject): string {
  return isBackgroundName(category) ? BACKGROUND : category.trim();
}

function takeObject(object: IsatObject | null, shapes: ImageShapes, what: string): void {
  if (!object) {
    shapes.note('bad-shape', what);
    return;
  }
  const marks = { class: classIn(object), source: 'imported' as const };
  const numbers = object.segmentation.flat();
  switch (object.shape_type) {
    case 'polygon':
      shapes.ring(marks, ringOf(numbers), what);
      return;
    case 'line':
    case 'polyline':
      takeLine(shapes, marks, numbers, what);
      return;
    default:
      shapes.note('points-skipped', what);
  }
}
