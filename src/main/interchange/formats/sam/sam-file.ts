import * as z from 'zod';
import { sensibleSize } from '../../shapes/shape-points.ts';
import { isObject, takeRunLengths } from '../coco/coco-annotation.ts';
import { UNNAMED_CLASS } from '../foreign.ts';
import type { FoundImage } from '../found-image.ts';
import { isJsonList, parseElement, scanJson, scanJsonList } from '../json-elements.ts';
import { hasKeys, type JsonHead } from '../json-head.ts';
import { splitExtension } from '../names.ts';

const imageSchema = z.object({
  file_name: z.string().catch(''),
  width: z.unknown().optional(),
  height: z.unknown().optional(),
});

/** The masks of its generator, which say how sure it is; a list of COCO's results says whose image they are of. */
const maskSchema = z
  .looseObject({ segmentation: z.object({ size: z.array(z.number()), counts: z.unknown().optional() }) })
  .refine(mask => 'predicted_iou' in mask || 'stability_score' in mask);

/** Whether a JSON file is of an image of SA-1B, or a list of masks as Segment Anything's own script writes it. */
export function isSamFile(head: JsonHead): boolean {
  if (!hasKeys(head, { image: '{', annotations: '[' })) return maskSchema.safeParse(head.first).success;
  return imageSchema.safeParse(head.values.get('image')).success;
}

/** The image of a file: nobody has looked at its masks, which have no class. Throws an Error that says what is wrong with it. */
export function samImage(bytes: Uint8Array, file: string): FoundImage {
  const { image, places } = isJsonList(bytes) ? ofList(bytes) : ofObject(bytes);
  const { data } = imageSchema.safeParse(image);
  const masks = () => places.map(([start, end]) => parseElement(bytes, start, end));
  const [first] = masks().flatMap(mask => maskSchema.safeParse(mask).data ?? []);
  if (!data && !first) throw new Error('it is not of Segment Anything');
  const [rows, columns] = first?.segmentation.size ?? [];
  const size = sensibleSize(data?.width, data?.height) ?? sensibleSize(columns, rows);
  return {
    names: [data?.file_name || splitExtension(file)[0]],
    size,
    side: null,
    classes: [UNNAMED_CLASS],
    bare: 'unknown',
    isDone: false,
    fillsAsCoco: true,
    draw(shapes) {
      for (const [i, mask] of masks().entries()) {
        const what = `mask ${i + 1}`;
        if (!isObject(mask) || !isObject(mask.segmentation)) shapes.note('bad-shape', what);
        else takeRunLengths(mask.segmentation, { class: UNNAMED_CLASS, source: 'predicted' }, size, shapes, what);
      }
    },
  };
}

type Places = [start: number, end: number][];

function ofList(bytes: Uint8Array): { image: unknown; places: Places } {
  const places: Places = [];
  scanJsonList(bytes, (start, end) => places.push([start, end]));
  return { image: undefined, places };
}

function ofObject(bytes: Uint8Array): { image: unknown; places: Places } {
  const places: Places = [];
  let image: unknown;
  scanJson(bytes, {
    element: (key, start, end) => key === 'annotations' && places.push([start, end]),
    value: (key, start, end) => {
      if (key === 'image') image = parseElement(bytes, start, end);
    },
  });
  return { image, places };
}
