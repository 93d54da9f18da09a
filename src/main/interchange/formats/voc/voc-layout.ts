import type { Side } from '../foreign.ts';
import { byCodePoint, isPictureName, sideOf, splitExtension, textLines } from '../names.ts';

/** A folder with SegmentationClass, ImageSets/Segmentation or JPEGImages in it, as Pascal VOC lays them out. */
export interface VocRoot {
  /** Path with `/` at its end, or empty. */
  readonly path: string;
  readonly hasLabelMap: boolean;
}

/** What there is of one image. */
export interface VocEntry {
  /** Path of the image without extension, `/` between folders. */
  readonly id: string;
  /** Whether a list names it; `unsaid` where there is no list at all. */
  readonly listed: 'yes' | 'no' | 'unsaid';
  readonly side: Side | null;
  /** Paths within the source. */
  readonly classMask: string | null;
  readonly objectMask: string | null;
  readonly pictures: readonly string[];
}

/** A list of `ImageSets/Segmentation`: its name without extension, and its text. */
export interface VocList {
  readonly name: string;
  readonly text: string;
}

/** Those at the top or up to three folders deep, as Datumaro looks for them. */
export function vocRoots(files: readonly string[]): VocRoot[] {
  const segmentation = /^((?:[^/]+\/){0,3}?)(?:SegmentationClass\/.+\.png|ImageSets\/Segmentation\/[^/]+\.txt)$/i;
  const paths = new Set(files.flatMap(file => segmentation.exec(file)?.[1] ?? []));
  const all = new Set(files.map(file => file.toLowerCase()));
  return [...paths].map(path => ({ path, hasLabelMap: all.has(`${path}labelmap.txt`.toLowerCase()) }));
}

export function vocListFiles(files: readonly string[], { path }: VocRoot): string[] {
  return files.filter(
    file => file.startsWith(path) && /^ImageSets\/Segmentation\/[^/]+\.txt$/i.test(file.slice(path.length)),
  );
}

/** The files of a folder in VOC's layout that lie beside its folders, e.g. `labelmap.txt`. */
export function vocFile(files: readonly string[], { path }: VocRoot, name: RegExp): string | undefined {
  return files.find(file => file.startsWith(path) && name.test(file.slice(path.length)));
}

/** Every image that a list, a mask or a picture tells of: the listed ones first, in their order. */
export function vocEntries(files: readonly string[], { path }: VocRoot, lists: readonly VocList[]): VocEntry[] {
  const classes = byId(files, `${path}SegmentationClass/`, isPng);
  const objects = byId(files, `${path}SegmentationObject/`, isPng);
  const pictures = byId(files, `${path}JPEGImages/`, isPictureName);
  const isKnown = (id: string) => classes.has(id) || objects.has(id) || pictures.has(id);
  const listed = sidesOfIds(lists, isKnown);
  const found = [...classes.keys(), ...objects.keys(), ...pictures.keys()].sort(byCodePoint);
  const ids = new Set([...listed.keys(), ...found]);
  return [...ids].map(id => ({
    id,
    listed: listed.has(id) ? 'yes' : lists.length === 0 ? 'unsaid' : 'no',
    side: listed.get(id) ?? null,
    classMask: classes.get(id)?.[0] ?? null,
    objectMask: objects.get(id)?.[0] ?? null,
    pictures: pictures.get(id) ?? [],
  }));
}

/** Unpacked on a Mac, names have their accents apart. */
const composed = (id: string) => id.normalize('NFC');

const isPng = (file: string) => /\.png$/i.test(file);

function byId(files: readonly string[], folder: string, isWanted: (file: string) => boolean): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of files) {
    if (!file.toLowerCase().startsWith(folder.toLowerCase()) || !isWanted(file)) continue;
    const id = composed(splitExtension(file.slice(folder.length))[0]);
    found.set(id, [...(found.get(id) ?? []), file]);
  }
  return found;
}

/** The listed images, and the first side that a list of them stands for. */
function sidesOfIds(lists: readonly VocList[], isKnown: (id: string) => boolean): Map<string, Side | null> {
  const sides = new Map<string, Side | null>();
  for (const { name, text } of lists) {
    for (const id of parseIds(text, isKnown)) sides.set(id, sides.get(id) ?? sideOf(name));
  }
  return sides;
}

/**
 * One id a line. A line that begins with `#` is a comment, unless there is such an image; `\` between folders and an
 * extension are forgiven where there is no such image but one without.
 */
export function parseIds(text: string, isKnown: (id: string) => boolean): string[] {
  return textLines(text).flatMap(line => {
    const id = composed(line.replaceAll('\\', '/').replace(/^(\.?\/)+/, ''));
    if (isKnown(id)) return [id];
    if (line.startsWith('#')) return [];
    const stem = isPictureName(id) ? splitExtension(id)[0] : id;
    return [isKnown(stem) ? stem : id];
  });
}
