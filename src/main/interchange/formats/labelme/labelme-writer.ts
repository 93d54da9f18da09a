import type { TakeNote } from '../../../../shared/interchange/notes.ts';
import { asPolygon, shapeOf } from '../../../../shared/labels/shapes/shapes.ts';
import type { Label, LabelDocument } from '../../../../shared/schemas/label.ts';
import type { Sink } from '../../export/sink.ts';
import { encodeMask } from '../../import/pictures.ts';
import { isSamePixels, labelArea } from '../../shapes/label-area.ts';
import type { ExportDataset, ExportImage } from '../format.ts';
import { asObject, IN_PROGRESS_FLAG, LABELME_BACKGROUND, LABELME_IGNORE } from './labelme-file.ts';
import { stemOf } from './labelme-path.ts';
import { boxOf, toLabelme } from './labelme-shapes.ts';

/** The version that is written: the first that all of today's readers take, with masks. */
const VERSION = '5.5.0';

/**
 * What labelme draws of the files are the studio's masks, pixel by pixel. An image without labels that is not verified gets no
 * file, a verified one a file without shapes. What a file of labelme had that the studio does not know is in it again.
 */
export async function writeLabelme(dataset: ExportDataset, sink: Sink, takeNote: TakeNote): Promise<void> {
  const classes = dataset.classes.map(({ name }) => name);
  await sink.add('labels.txt', [LABELME_IGNORE, LABELME_BACKGROUND, ...classes, ''].join('\n'));
  const stems = new Set<string>();
  for await (const image of dataset.images()) {
    if (dataset.withImages) await sink.addFile(image.name, image.path);
    const { state, labels } = image.document;
    if (state !== 'verified' && labels.length === 0) continue;
    const stem = stemOf(image.name);
    const isTaken = stems.has(stem.toLowerCase());
    stems.add(stem.toLowerCase());
    if (isTaken) takeNote({ code: 'same-stem', detail: image.name });
    await sink.add(`${isTaken ? image.name : stem}.json`, JSON.stringify(await fileOf(image, takeNote), null, 2));
  }
}

async function fileOf({ name, document }: ExportImage, takeNote: TakeNote) {
  const shapes = await Promise.all(document.labels.map(label => labelmeShape(label, document, takeNote)));
  const { flags, ...others } = document.foreign?.labelme ?? {};
  return {
    ...others,
    version: VERSION,
    flags: { ...asObject(flags), ...(document.state !== 'verified' && { [IN_PROGRESS_FLAG]: true }) },
    shapes: shapes.filter(shape => shape !== null),
    imagePath: name,
    imageData: null,
    imageHeight: document.height,
    imageWidth: document.width,
  };
}

/** A rectangle or polygon where labelme draws just the label's pixels for it, else a mask; null for a label that covers nothing. */
async function labelmeShape(label: Label, document: LabelDocument, takeNote: TakeNote) {
  const area = labelArea(label, document);
  const rest = { group_id: null, description: '', flags: {}, ...label.foreign?.labelme, label: label.class };
  if (area.pixels === 0) {
    takeNote({ code: 'covers-nothing', detail: `${document.image}: ${label.class}` });
    return null;
  }
  const box = boxOf(label);
  if (box) return { ...rest, points: box, shape_type: 'rectangle', mask: null };
  const { notes } = shapeOf(label);
  const polygon = asPolygon(label);
  if (polygon && isSamePixels(area, labelArea({ ...polygon, border: true }, document))) {
    if (notes.polygon) takeNote({ code: notes.polygon, detail: document.image });
    return { ...rest, points: polygon.points.map(toLabelme), shape_type: 'polygon', mask: null };
  }
  // Its masks are what brush labels are.
  if (notes.mask !== 'brush-to-mask') takeNote({ code: notes.mask, detail: document.image });
  const { x, y, mask } = area;
  const corners = [
    [x, y],
    [x + mask.width - 1, y + mask.height - 1],
  ];
  return { ...rest, points: corners, shape_type: 'mask', mask: (await encodeMask(mask)).toString('base64') };
}
