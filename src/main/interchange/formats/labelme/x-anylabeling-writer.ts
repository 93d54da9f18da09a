import type { Notify } from '../../../../shared/interchange/notes.ts';
import { asPolygon, shapeOf } from '../../../../shared/labels/shapes/shapes.ts';
import type { Label, LabelDocument, Point } from '../../../../shared/schemas/label.ts';
import type { Sink } from '../../export/sink.ts';
import { isSamePixels, labelArea } from '../../shapes/label-area.ts';
import type { ExportDataset, ExportImage } from '../format.ts';
import { splitExtension, stemsOf } from '../names.ts';
import { traceEdges } from '../yolo/trace-edges.ts';
import { boxOf, fromLabelme, movedInto, toLabelme } from './labelme-shapes.ts';

/** The version that is written. */
const VERSION = '4.0.0';
/** How far outlines run inside the pixels that they enclose, px: cut off to whole pixels they are the outermost ones. */
const INSET = 0.01;

/**
 * A JSON file for each image that somebody has looked at, beside the image; a tick says that it is verified. X-AnyLabeling knows
 * no masks and draws polygons as OpenCV does, so what is not drawn alike becomes the outlines of its pixels, in one group where
 * it has several parts: what its mask export draws of polygons are the studio's masks, pixel by pixel. Upright rectangles stay what
 * they are, though that export leaves them out.
 */
export async function writeXAnyLabeling(dataset: ExportDataset, sink: Sink, notify: Notify): Promise<void> {
  const names: string[] = [];
  for await (const { name } of dataset.images()) names.push(name);
  const stems = stemsOf(names);
  await sink.add('classes.txt', dataset.classes.map(({ name }) => `${name}\n`).join(''));
  for await (const image of dataset.images()) {
    if (dataset.withImages) await sink.addFile(image.name, image.path);
    const { state, labels } = image.document;
    if (state !== 'verified' && labels.length === 0) continue;
    const stem = stems.get(image.name)!;
    if (stem === image.name && splitExtension(stem)[1] !== '') notify({ code: 'same-stem', detail: image.name });
    await sink.add(`${stem}.json`, JSON.stringify(fileOf(image, notify), null, 2));
  }
}

function fileOf({ name, document }: ExportImage, notify: Notify) {
  return {
    version: VERSION,
    flags: {},
    checked: document.state === 'verified',
    shapes: document.labels.flatMap((label, i) => shapesOf(label, i + 1, document, notify)),
    imagePath: name,
    imageData: null,
    imageHeight: document.height,
    imageWidth: document.width,
  };
}

function shapesOf(label: Label, group: number, document: LabelDocument, notify: Notify) {
  const box = boxOf(label);
  const isBox = box !== null && labelArea(label, document).pixels > 0;
  if (isBox) notify({ code: 'box-unmasked', detail: document.image });
  const rings = isBox ? [cornersOf(...box)] : ringsOf(label, document, notify);
  return rings.map(points => ({
    label: label.class,
    score: null,
    points,
    group_id: rings.length > 1 ? group : null,
    description: '',
    difficult: false,
    shape_type: isBox ? 'rectangle' : 'polygon',
    flags: {},
    attributes: {},
    kie_linking: [],
  }));
}

/** Clockwise, from the upper left one. */
function cornersOf([left, top]: Point, [right, bottom]: Point): Point[] {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

/** The label's own vertices where the tool draws just its pixels for them, else the outlines of those pixels. */
function ringsOf(label: Label, document: LabelDocument, notify: Notify): Point[][] {
  const area = labelArea(label, document);
  if (area.pixels === 0) {
    notify({ code: 'covers-nothing', detail: `${document.image}: ${label.class}` });
    return [];
  }
  const { notes } = shapeOf(label);
  const polygon = asPolygon(label);
  if (polygon) {
    const points = polygon.points.map(toLabelme);
    const drawn = points.map(point => fromLabelme(movedInto(point, document)));
    if (isSamePixels(area, labelArea({ ...polygon, border: 'opencv', points: drawn }, document))) {
      if (notes.polygon) notify({ code: notes.polygon, detail: document.image });
      return [points];
    }
  }
  const rings = traceEdges(area.mask, INSET);
  const bridged = rings.filter(({ holes }) => holes > 0).length;
  if (bridged > 0) notify({ code: 'holes-bridged', count: bridged, detail: document.image });
  notify({ code: notes.outlines ?? notes.mask, detail: document.image });
  return rings.map(({ points }) => points.map(([x, y]): Point => [x + area.x, y + area.y]));
}
