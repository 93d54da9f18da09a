import { type Colour, colourKey, colourOfKey } from '../../../../shared/image/colour.ts';
import type { TakeNote } from '../../../../shared/interchange/notes.ts';
import type { LabelClass } from '../../../../shared/schemas/project.ts';
import { encodeColours } from '../../../images/palette-png.ts';
import { isToldOf, uniqueStems } from '../../export/export-names.ts';
import type { Sink } from '../../export/sink.ts';
import { rasterOf } from '../../shapes/export-raster.ts';
import type { Side } from '../foreign.ts';
import type { ExportDataset, ExportImage } from '../format.ts';
import { byCodePoint, isBackgroundName, splitExtension } from '../names.ts';
import { VOC_COLOURS } from '../voc/voc-colours.ts';
import { formatLabelMap, type LabelMapLine } from './label-map.ts';

const BLACK: Colour = [0, 0, 0];
/** Subsets as CVAT calls them; it does not see lists that have a `_` in their name. */
const SUBSETS: Readonly<Record<Side | 'none', string>> = {
  train: 'Train',
  val: 'Validation',
  test: 'Test',
  none: 'default',
};

/**
 * Writes what CVAT 2 imports as "Segmentation mask 1.1". Images that nobody labelled are not listed, those that were found
 * to be without cracks are listed without masks. Throws a StudioError.
 */
export async function writeCvatMasks(dataset: ExportDataset, sink: Sink, takeNote: TakeNote): Promise<void> {
  const names = dataset.classes.map(({ name }) => name);
  const lines = linesOf(dataset.classes, takeNote);
  const background: LabelMapLine = { name: 'background', colour: BLACK };
  const sorted = [...lines.filter(({ name }) => !isBackgroundName(name)), background];
  await sink.add('labelmap.txt', formatLabelMap(sorted.sort((a, b) => byCodePoint(a.name, b.name))));
  const colours = [BLACK, ...lines.map(({ colour }) => colour ?? BLACK)];
  const ids = await uniqueStems(dataset, takeNote);
  const lists = new Map<string, string[]>();
  for await (const image of dataset.images()) {
    const id = ids.get(image.name)!;
    if (dataset.withImages) await sink.addFile(`JPEGImages/${id}${splitExtension(image.name)[1]}`, image.path);
    if (!(await writeMasks(image, id, { names, colours }, sink, takeNote))) continue;
    const list = SUBSETS[image.side ?? 'none'];
    lists.set(list, [...(lists.get(list) ?? []), id]);
  }
  // Without any list, CVAT takes the zip for something else.
  if (lists.size === 0) lists.set(SUBSETS.none, []);
  for (const [name, listed] of lists) {
    await sink.add(`ImageSets/Segmentation/${name}.txt`, listed.map(id => `${id}\n`).join(''));
  }
}

/** Gives whether the image belongs into a list. */
async function writeMasks(
  { name, document }: ExportImage,
  id: string,
  { names, colours }: { names: readonly string[]; colours: readonly Colour[] },
  sink: Sink,
  takeNote: TakeNote,
): Promise<boolean> {
  if (!isToldOf(document, takeNote)) return false;
  if (id.startsWith('#')) takeNote({ code: 'reads-as-comment', detail: name });
  const raster = rasterOf(document, names, takeNote);
  // A line that begins with # is a comment unless there is such a mask.
  if (raster.pixels === 0 && !id.startsWith('#')) return true;
  await sink.add(`SegmentationClass/${id}.png`, await encodeColours(raster.classes, colours));
  await sink.add(`SegmentationObject/${id}.png`, await encodeColours(raster.instances, VOC_COLOURS));
  return true;
}

/** The classes with names and colours that a label map can hold: no colon, no black, none twice. */
function linesOf(classes: readonly LabelClass[], takeNote: TakeNote): LabelMapLine[] {
  const taken = { names: new Set<string>(), colours: new Set([colourKey(BLACK)]) };
  return classes.map(({ name, colour }) => {
    const line = { name: freeName(name, taken.names), colour: freeColour(colour, taken.colours) };
    if (line.name !== name) takeNote({ code: 'class-renamed', detail: `${name} is ${line.name}` });
    taken.names.add(line.name);
    taken.colours.add(colourKey(line.colour));
    return line;
  });
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  const plain = name.replace(/[:\r\n]/g, '-').replace(/^#/, '-');
  const numbered = Array.from({ length: taken.size + 1 }, (_, i) => (i === 0 ? plain : `${plain} ${i + 1}`));
  return numbered.find(each => !taken.has(each)) ?? plain;
}

/** `#rrggbb`, or the first colour of VOC's that is free. */
function freeColour(colour: string, taken: ReadonlySet<number>): Colour {
  const key = Number.parseInt(colour.slice(1), 16);
  if (!taken.has(key)) return colourOfKey(key);
  return VOC_COLOURS.find(each => !taken.has(colourKey(each))) ?? BLACK;
}
