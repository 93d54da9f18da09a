import * as z from 'zod';
import type { Size } from '../../../../shared/labels/label-box.ts';
import { classOf, type ImageShapes, type Marks } from '../../shapes/image-shapes.ts';
import { ringOf, sensibleSize } from '../../shapes/shape-points.ts';
import { takeRunLengths } from '../coco/coco-annotation.ts';
import type { FoundImage } from '../found-image.ts';
import { parseElement, scanJson } from '../json-elements.ts';
import { hasKeys, type JsonHead } from '../json-head.ts';
import { sideOfSubset } from '../subsets.ts';
import { takeBox, takeEllipse, takeLine } from '../take-shapes.ts';

const categoriesSchema = z.object({ label: z.object({ labels: z.array(z.object({ name: z.string() })) }) });

const media = z
  .object({ path: z.string().catch(''), size: z.array(z.unknown()).catch([]) })
  .optional()
  .catch(undefined);
const itemSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  annotations: z.array(z.unknown()).catch([]),
  image: media,
  media,
});

const annotationSchema = z.object({
  type: z.string(),
  label_id: z.int().nonnegative().nullish(),
  z_order: z.number().catch(0),
  points: z.array(z.unknown()).catch([]),
  bbox: z.array(z.unknown()).catch([]),
  rle: z.object({ counts: z.unknown().optional(), size: z.unknown().optional() }).optional().catch(undefined),
});
type Annotation = z.infer<typeof annotationSchema>;

export function isDatumaroFile(head: JsonHead): boolean {
  return hasKeys(head, { categories: '{', items: '[' });
}

/** The images of a subset. Throws an Error that says what is wrong with the file. */
export function* datumaroImages(bytes: Uint8Array, file: string): Generator<FoundImage | null> {
  const places: [start: number, end: number][] = [];
  let categories: unknown;
  scanJson(bytes, {
    element: (key, start, end) => key === 'items' && places.push([start, end]),
    value: (key, start, end) => {
      if (key === 'categories') categories = parseElement(bytes, start, end);
    },
  });
  const labels = categoriesSchema.safeParse(categories).data?.label.labels;
  if (!labels) throw new Error('it has not the categories of Datumaro');
  const [, subset] = /([^/]*)\.json$/i.exec(file) ?? ['', ''];
  const classes = labels.map(({ name }) => classOf(name));
  for (const [start, end] of places) {
    const item = itemSchema.safeParse(parseElement(bytes, start, end)).data;
    yield item ? foundImage(item, classes, subset) : null;
  }
}

/** Unlabelled images are listed, too. */
function foundImage(item: z.infer<typeof itemSchema>, classes: readonly string[], subset: string): FoundImage {
  const { path = '', size: [height, width] = [] } = item.image ?? item.media ?? {};
  const size = sensibleSize(width, height);
  const annotations = item.annotations
    .map(each => annotationSchema.safeParse(each).data ?? null)
    .sort((a, b) => (a?.z_order ?? 0) - (b?.z_order ?? 0));
  return {
    // Images of two subsets may bear one name.
    names: [path, item.id, `${subset}/${path || item.id}`].filter(name => name !== ''),
    size,
    side: sideOfSubset(subset),
    classes,
    bare: 'unknown',
    isDone: true,
    fillsAsCoco: true,
    draw(shapes) {
      for (const [i, annotation] of annotations.entries()) {
        takeAnnotation(annotation, classes, size, shapes, `annotation ${i + 1}`);
      }
    },
  };
}

function takeAnnotation(
  annotation: Annotation | null,
  classes: readonly string[],
  size: Size | null,
  shapes: ImageShapes,
  what: string,
): void {
  const name = classes[annotation?.label_id ?? -1];
  if (!annotation || (!name && Object.hasOwn(TAKE, annotation.type))) shapes.note('bad-shape', what);
  else if (!Object.hasOwn(TAKE, annotation.type)) shapes.note('points-skipped', what);
  else TAKE[annotation.type](annotation, { class: name, source: 'imported' }, shapes, what, size);
}

type Take = (annotation: Annotation, marks: Marks, shapes: ImageShapes, what: string, size: Size | null) => void;

/** Labels of whole images, captions, points and cuboids have no area. */
const TAKE: Readonly<Record<string, Take>> = {
  polygon({ points }, marks, shapes, what) {
    shapes.ring(marks, ringOf(points), what);
  },
  mask({ rle }, marks, shapes, what, size) {
    if (rle) takeRunLengths(rle, marks, size, shapes, what);
    else shapes.note('bad-shape', what);
  },
  bbox({ bbox: [x, y, width, height] }, marks, shapes, what) {
    takeBox(shapes, marks, { x, y, width, height }, what);
  },
  rotated_bbox({ bbox: [cx, cy, width, height, rotation] }, marks, shapes, what) {
    const [x, y] = [Number(cx) - Number(width) / 2, Number(cy) - Number(height) / 2];
    takeBox(shapes, marks, { x, y, width, height, rotation }, what);
  },
  polyline({ points }, marks, shapes, what) {
    takeLine(shapes, marks, points, what);
  },
  /** By the corners of its box. */
  ellipse({ points }, marks, shapes, what) {
    const [left, top, right, bottom] = points.map(Number);
    const [rx, ry] = [(right - left) / 2, (bottom - top) / 2];
    takeEllipse(shapes, marks, { cx: left + rx, cy: top + ry, rx, ry, rotation: 0 }, what);
  },
};
