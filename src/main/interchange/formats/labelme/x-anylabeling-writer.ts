import type { TakeNote } from '../../../../shared/interchange/notes.ts';
import { asPolygon, shapeOf } from '../../../../shared/labels/shapes/shapes.ts';
import type { Label, LabelDocument, Point } from '../../../../shared/schemas/label.ts';
import type { Sink } from '../../export/sink.ts';
import { isSamePixels, labelArea } from '../../shapes/label-area.ts';
import type { ExportDataset, ExportImage } from '../format.ts';
import { splitExtension, stemsOf } from '../names.ts';
import { traceEdges } from '../yolo/trace-edges.ts';
import { boxOf, fromLabelme, movedInto, readLabelmeShape, toLabelme, turnedCornersOf } from './labelme-shapes.ts';

/** The version that is written. */
const VERSION = '4.0.0';
/** How far outlines run inside the pixels that they enclose, px: cut off to whole pixels they are the outermost ones. */
const INSET = 0.01;

/**
 * A JSON file for each image that somebody has looked at, beside the image; a tick says that it is verified. X-AnyLabeling knows
 * no masks and draws polygons as OpenCV does, so what is not drawn alike becomes the outlines of its pixels, in one group where
 * it has several parts: what its mask export draws of polygons are the studio's masks, pixel by pixel. Rectangles stay what they
 * are, though that export leaves them out.
 */
export async function writeXAnyLabeling(dataset: ExportDataset, sink: Sink, takeNote: TakeNote): Promise<void> {
  const names: string[] = [];
  for await (const { name } of dataset.images()) names.push(name);
  const stems = stemsOf(names);
  await sink.add('classes.txt', dataset.classes.map(({ name }) => `${name}\n`).join(''));
  for await (const image of dataset.images()) {
    if (dataset.withImages) await sink.addFile(image.name, image.path);
    const { state, labels } = image.document;
    if (state !== 'verified' && labels.length === 0) continue;
    const stem = stems.get(image.name)!;
    if (stem === image.name && splitExtension(stem)[1] !== '') takeNote({ code: 'same-stem', detail: image.name });
    await sink.add(`${stem}.json`, JSON.stringify(fileOf(image, takeNote), null, 2));
  }
}

function fileOf({ name, document }: ExportImage, takeNote: TakeNote) {
  return {
    flags: {},
    ...document.foreign?.labelme,
    version: VERSION,
    checked: document.state === 'verified',
    shapes: document.labels.flatMap((label, i) => shapesOf(label, i + 1, document, takeNote)),
    imagePath: name,
    imageData: null,
    imageHeight: document.height,
    imageWidth: document.width,
  };
}

function shapesOf(label: Label, group: number, document: LabelDocument, takeNote: TakeNote) {
  const box = boxShapeOf(label, document);
  if (box) takeNote({ code: 'box-unmasked', detail: document.image });
  const shapes = box ? [box] : ringsOf(label, document, takeNote).map(points => ({ shape_type: 'polygon', points }));
  return shapes.map(shape => ({
    ...{ score: null, group_id: null, description: '', difficult: false, flags: {}, attributes: {}, kie_linking: [] },
    ...label.foreign?.labelme,
    label: label.class,
    ...shape,
    ...(shapes.length > 1 && { group_id: group }),
  }));
}

/** A rectangle, upright or turned, that comes back with the same pixels; null for another label. */
function boxShapeOf(label: Label, document: LabelDocument) {
  const area = labelArea(label, document);
  if (area.pixels === 0) return null;
  const box = boxOf(label);
  if (box) return { shape_type: 'rectangle', points: cornersOf(...box) };
  const turned = turnedCornersOf(label);
  if (!turned) return null;
  const shape = { shape_type: 'rotation', points: turned.corners };
  const drawing = { border: 'opencv', within: document } as const;
  const { label: back } = readLabelmeShape({ label: label.class, ...shape }, null, drawing);
  if (!back || !isSamePixels(area, labelArea(back, document))) return null;
  return { ...shape, direction: (turned.rotation * Math.PI) / 180 };
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
function ringsOf(label: Label, document: LabelDocument, takeNote: TakeNote): Point[][] {
  const area = labelArea(label, document);
  if (area.pixels === 0) {
    takeNote({ code: 'covers-nothing', detail: `${document.image}: ${label.class}` });
    return [];
  }
  const { notes } = shapeOf(label);
  const polygon = asPolygon(label);
  if (polygon) {
    const points = polygon.points.map(toLabelme);
    const drawn = points.map(point => fromLabelme(movedInto(point, document)));
    if (isSamePixels(area, labelArea({ ...polygon, border: 'opencv', points: drawn }, document))) {
      if (notes.polygon) takeNote({ code: notes.polygon, detail: document.image });
      return [points];
    }
  }
  const rings = traceEdges(area.mask, INSET);
  const bridged = rings.filter(({ holes }) => holes > 0).length;
  if (bridged > 0) takeNote({ code: 'holes-bridged', count: bridged, detail: document.image });
  takeNote({ code: notes.outlines ?? notes.mask, detail: document.image });
  return rings.map(({ points }) => points.map(([x, y]): Point => [x + area.x, y + area.y]));
}
