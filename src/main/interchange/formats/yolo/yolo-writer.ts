import { stringify } from 'yaml';
import type { TakeNote } from '../../../../shared/interchange/notes.ts';
import { shapeOf } from '../../../../shared/labels/shapes/shapes.ts';
import type { LabelDocument } from '../../../../shared/schemas/label.ts';
import type { Sink } from '../../export/sink.ts';
import { rasterOf } from '../../shapes/export-raster.ts';
import type { Side } from '../foreign.ts';
import type { ExportDataset } from '../format.ts';
import { splitExtension } from '../names.ts';
import { traceEdges } from './trace-edges.ts';
import { yoloLine } from './yolo-lines.ts';
import { LEFT_OUT } from './yolo-paths.ts';

/**
 * How far outlines run inside the pixels that they enclose, px. Both who asks for pixel centres and who cuts off fractions and
 * draws the outline (Ultralytics) then gets the mask; numbers of 32 bits are exact enough for images of 65,536 px.
 */
const INSET = 0.01;

/** data.yaml does not name the one for images that are on no side. */
type Folder = Side | typeof LEFT_OUT;

/**
 * Outlines of the pixels of each class, so that the masks are the same; who has drawn what, and the shapes, are lost. An image
 * that nobody has labelled does not go out, for one without a label file counts as free of cracks.
 */
export async function writeYolo(dataset: ExportDataset, sink: Sink, takeNote: TakeNote): Promise<void> {
  const classes = dataset.classes.map(({ name }) => name);
  const isSplit = await hasSides(dataset);
  const [folders, stems] = [new Set<Folder>(), new Map<string, number>()];
  for await (const { name, document, side, path } of dataset.images()) {
    if (!isTold(document, takeNote)) continue;
    const folder: Folder = side ?? (isSplit ? LEFT_OUT : 'train');
    folders.add(folder);
    const place = `${folder}/${freePlace(stems, folder, name, takeNote)}`;
    if (dataset.withImages) await sink.addFile(`images/${place}`, path);
    await sink.add(`labels/${splitExtension(place)[0]}.txt`, linesOf(document, classes, takeNote));
  }
  await sink.add('data.yaml', dataYaml(classes, folders));
}

async function hasSides(dataset: ExportDataset): Promise<boolean> {
  for await (const { side } of dataset.images()) if (side !== null) return true;
  return false;
}

function isTold({ image, state, labels }: LabelDocument, takeNote: TakeNote): boolean {
  if (state === 'verified') return true;
  takeNote({ code: labels.length > 0 ? 'state-lost' : 'unlabelled-unexported', detail: image });
  return labels.length > 0;
}

/** `a.png` and `a.jpg` would have one label file: the second goes into a folder of its own. */
function freePlace(stems: Map<string, number>, folder: Folder, name: string, takeNote: TakeNote): string {
  const stem = `${folder}/${splitExtension(name)[0].toLowerCase()}`;
  const count = (stems.get(stem) ?? 0) + 1;
  stems.set(stem, count);
  if (count === 1) return name;
  takeNote({ code: 'same-stem', detail: name });
  return `same-name-${count}/${name}`;
}

function linesOf(document: LabelDocument, classes: readonly string[], takeNote: TakeNote): string {
  const { classes: mask } = rasterOf(document, classes, takeNote);
  for (const label of document.labels) {
    const code = shapeOf(label).notes.outlines;
    if (code) takeNote({ code, detail: document.image });
  }
  const present = classes.map((_, index) => index).filter(index => mask.data.includes(index + 1));
  const lines = present.flatMap(index => {
    const rings = traceEdges({ ...mask, data: mask.data.map(value => Number(value === index + 1)) }, INSET);
    const bridged = rings.filter(({ holes }) => holes > 0).length;
    if (bridged > 0) takeNote({ code: 'holes-bridged', count: bridged, detail: document.image });
    return rings.map(({ points }) => yoloLine(index, points, document));
  });
  return lines.map(line => `${line}\n`).join('');
}

/** Ultralytics insists on both train and val: where one has no image, the other stands in. Without `path`, the file's folder counts. */
function dataYaml(classes: readonly string[], folders: ReadonlySet<Folder>): string {
  const folderOf = (side: Side, other: Side) => `images/${!folders.has(side) && folders.has(other) ? other : side}`;
  return stringify({
    train: folderOf('train', 'val'),
    val: folderOf('val', 'train'),
    ...(folders.has('test') && { test: 'images/test' }),
    names: new Map(classes.entries()),
  });
}
