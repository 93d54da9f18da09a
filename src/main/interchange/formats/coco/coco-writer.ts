import type { TakeNote } from '../../../../shared/interchange/notes.ts';
import type { Size } from '../../../../shared/labels/label-box.ts';
import { countsOfMask } from '../../../../shared/labels/rle.ts';
import type { LabelClass } from '../../../../shared/schemas/project.ts';
import type { Sink } from '../../export/sink.ts';
import { type ExportShape, exportShapes } from '../../shapes/export-shape.ts';
import type { ExportDataset, ExportImage } from '../format.ts';
import { STATE_KEY } from '../studio-state.ts';
import { DEFAULT_SUBSET } from '../subsets.ts';

/**
 * `annotations/instances_<subset>.json` and `images/<subset>/`, as CVAT's "COCO 1.0" has them, with one subset for each
 * side of the split. All images are listed; COCO has no word for one that was looked at and is empty, so our own key
 * says it (`STATE_KEY`). Polygons stay polygons where pycocotools draws the same pixels, to all their digits; everything
 * else becomes uncompressed run lengths. COCO has no order of painting: what a label of another class covers is cut out.
 */
export async function writeCoco(dataset: ExportDataset, sink: Sink, takeNote: TakeNote): Promise<void> {
  const subsets = new Map<string, SubsetText>();
  for await (const image of dataset.images()) {
    const subset = image.side ?? DEFAULT_SUBSET;
    const text = subsets.get(subset) ?? new SubsetText(dataset.classes);
    subsets.set(subset, text);
    text.add(image, exportShapes(image.document, dataset.classes, { decimals: null, overlaps: false }, takeNote));
    if (dataset.withImages) await sink.addFile(`images/${subset}/${image.name}`, image.path);
  }
  if (subsets.size === 0) subsets.set(DEFAULT_SUBSET, new SubsetText(dataset.classes));
  for (const [subset, text] of subsets) await sink.add(`annotations/instances_${subset}.json`, text.bytes());
}

/** The text of one COCO file, as it grows. */
class SubsetText {
  readonly #classes: readonly LabelClass[];
  readonly #images: Buffer[] = [];
  readonly #annotations: Buffer[] = [];
  #count = 0;

  constructor(classes: readonly LabelClass[]) {
    this.#classes = classes;
  }

  add({ name, document }: ExportImage, shapes: readonly ExportShape[]): void {
    const id = this.#images.length + 1;
    const { width, height, state } = document;
    const urls = { license: 0, flickr_url: '', coco_url: '', date_captured: 0 };
    this.#images.push(Buffer.from(JSON.stringify({ id, width, height, file_name: name, ...urls, [STATE_KEY]: state })));
    for (const shape of shapes) {
      const category = this.#classes.findIndex(each => each.name === shape.label.class) + 1;
      const ids = { id: ++this.#count, image_id: id, category_id: category };
      this.#annotations.push(Buffer.from(JSON.stringify({ ...ids, ...geometryOf(shape, document) })));
    }
  }

  bytes(): Uint8Array {
    const categories = this.#classes.map(({ name }, i) => ({ id: i + 1, name, supercategory: '' }));
    const info = { contributor: '', date_created: '', description: '', url: '', version: '', year: '' };
    const licenses = [{ name: '', id: 0, url: '' }];
    const head = JSON.stringify({ licenses, info, categories }).slice(0, -1);
    return Buffer.concat([
      Buffer.from(`${head},"images":[\n`),
      ...separated(this.#images),
      Buffer.from('\n],"annotations":[\n'),
      ...separated(this.#annotations),
      Buffer.from('\n]}\n'),
    ]);
  }
}

function separated(parts: readonly Buffer[]): Buffer[] {
  const comma = Buffer.from(',\n');
  return parts.flatMap((part, i) => (i === 0 ? [part] : [comma, part]));
}

/** `area` in px and `bbox` [x, y, width, height] of the pixels that are covered, whichever way they are written. */
function geometryOf({ ring, area, brush }: ExportShape, size: Size) {
  const segmentation = ring
    ? [ring.flat()]
    : { counts: countsOfMask(area.mask, area.x, area.y, size), size: [size.height, size.width] };
  const bbox = [brush.x, brush.y, brush.width, brush.height];
  return { segmentation, area: area.pixels, bbox, iscrowd: 0, attributes: { occluded: false } };
}
