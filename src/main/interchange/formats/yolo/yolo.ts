import { scaling } from '../../../../shared/geometry/affine.ts';
import { mapped } from '../../../../shared/labels/shapes/shapes.ts';
import { sizeOfPicture } from '../../import/pictures.ts';
import type { Source } from '../../import/source.ts';
import { findClassList } from '../class-list.ts';
import type { ForeignImage } from '../foreign.ts';
import type { Format, Reading } from '../format.ts';
import { textLines } from '../names.ts';
import { parseYoloNotes } from './yolo-data.ts';
import { readYoloLines, yoloClasses } from './yolo-lines.ts';
import { hasYoloLabels, type YoloEntry, yoloData, yoloEntries } from './yolo-reader.ts';
import { writeYolo } from './yolo-writer.ts';

/** YOLO segmentation, as Ultralytics reads it and CVAT writes it: a text file for each image, a line for each outline. */
export const yolo: Format<'yolo'> = {
  id: 'yolo',
  title: 'YOLO segmentation',
  async recognise(source) {
    if (!source.files.some(file => /\.(ya?ml|txt)$/i.test(file))) return null;
    const found = await yoloData(source);
    const hasPlaces = found !== null && (found.data.sides.length > 0 || found.data.path !== '');
    if (found && hasPlaces) return `${found.file} with classes and images`;
    return (await hasYoloLabels(source)) ? 'text files with outlines' : null;
  },
  read: readYolo,
  write: writeYolo,
};

async function readYolo(source: Source): Promise<Reading> {
  const found = await yoloData(source);
  const entries = await yoloEntries(source, found);
  const names = found?.data.names ?? (await namesWithout(source, entries));
  return {
    classes: [...new Set([...names.values()].filter(name => name !== ''))],
    count: entries.length,
    async *images() {
      for (const entry of entries) yield await readImage(source, entry, names);
    },
  };
}

/** Without data.yaml: from a list of classes, Label Studio's `notes.json`, or made of the numbers that occur. */
async function namesWithout(source: Source, entries: readonly YoloEntry[]): Promise<ReadonlyMap<number, string>> {
  const list = findClassList(source.files);
  if (list) return new Map(textLines((await source.readUtf8(list)).toString()).entries());
  const notes = source.files.find(file => /(^|\/)notes\.json$/i.test(file));
  const noted = notes === undefined ? null : parseYoloNotes((await source.readUtf8(notes)).toString());
  if (noted) return noted;
  const numbers = new Set<number>();
  for (const { labels } of entries) {
    if (labels) for (const index of yoloClasses((await source.readUtf8(labels)).toString())) numbers.add(index);
  }
  return new Map([...numbers].sort((a, b) => a - b).map(index => [index, `class ${index}`]));
}

async function readImage(
  source: Source,
  { name, picture, labels: file, side }: YoloEntry,
  names: ReadonlyMap<number, string>,
): Promise<ForeignImage> {
  const text = file === null ? null : (await source.readUtf8(file)).toString();
  const read = text === null ? null : readYoloLines(text, index => names.get(index) || undefined);
  const size = picture ? await sizeOfPicture(await source.read(picture)) : null;
  const labels = read?.labels ?? [];
  const empty = read?.isEmpty ? 'empty' : 'unknown';
  return {
    name,
    size,
    ...(!size && { normalised: true as const }),
    state: labels.length > 0 ? 'labelled' : empty,
    labels: size ? labels.map(label => mapped(label, scaling(size.width, size.height)) ?? label) : labels,
    // What Ultralytics draws depends on the size that it trains with.
    pixels: null,
    side,
    notes: (read?.notes ?? []).map(note => ({ ...note, detail: `${file}, ${note.detail}` })),
    picture: picture ? { path: picture } : null,
  };
}
