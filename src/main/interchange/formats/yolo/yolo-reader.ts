import { matchNames, NameMatcher } from '../../import/match-names.ts';
import type { Source } from '../../import/source.ts';
import { isClassList } from '../class-list.ts';
import type { Side } from '../foreign.ts';
import { isPictureName, textLines } from '../names.ts';
import { parseYoloData, type YoloData } from './yolo-data.ts';
import { looksLikeYolo } from './yolo-lines.ts';
import { foldersOf, imageName, pictureStemOf, placeOf, resolved, sideInPath } from './yolo-paths.ts';

/** How many label files are opened to see what they are. */
const TRIED = 20;

/** An image, by its picture or by its label file, of which one may be missing. */
export interface YoloEntry {
  readonly name: string;
  readonly picture: string | null;
  readonly labels: string | null;
  readonly side: Side | null;
}

/** The file that names the classes, and what it says: that nearest to the root. */
export async function yoloData(source: Source): Promise<{ file: string; data: YoloData } | null> {
  const depth = (file: string) => file.split('/').length;
  const files = source.files.filter(file => /\.ya?ml$/i.test(file)).sort((a, b) => depth(a) - depth(b));
  for (const file of files) {
    const data = parseYoloData((await source.readUtf8(file)).toString());
    if (data) return { file, data };
  }
  return null;
}

/** Whether the first label file that holds something holds outlines. */
export async function hasYoloLabels(source: Source): Promise<boolean> {
  for (const file of labelFiles(source).slice(0, TRIED)) {
    const text = (await source.readUtf8(file)).toString();
    if (text.trim() !== '') return looksLikeYolo(text);
  }
  return false;
}

/** Text files in a folder `labels`; where there is no such folder, those that bear a picture's name, or all. */
function labelFiles({ files }: Source): string[] {
  const texts = files.filter(
    file => /\.txt$/i.test(file) && !isClassList(file) && !/(^|\/)(train|val|test|readme[^/]*)\.txt$/i.test(file),
  );
  const inFolder = texts.filter(file => /(^|\/)labels\//i.test(file));
  if (inFolder.length > 0) return inFolder;
  const pictures = new Set(files.filter(isPictureName).map(file => placeOf(file, 'images')));
  const named = texts.filter(file => pictures.has(placeOf(file, 'labels')));
  return named.length > 0 ? named : texts;
}

/** All images of the source, by path. */
export async function yoloEntries(
  source: Source,
  found: { file: string; data: YoloData } | null,
): Promise<YoloEntry[]> {
  const pictures = source.files.filter(isPictureName);
  const sides = found ? await listedSides(source, found) : new Map<string, Side>();
  const { ofPictures, alone } = paired(pictures, labelFiles(source));
  return withClearNames([
    ...pictures.map(picture => entryOf(picture, picture, ofPictures.get(picture) ?? null, sides)),
    ...alone.map(file => entryOf(pictureStemOf(file), null, file, sides)),
  ]);
}

/** The label file of each picture: where Ultralytics looks for it; else the one whose name fits it best. */
function paired(pictures: readonly string[], labels: readonly string[]) {
  const byPlace = new Map(labels.map(file => [placeOf(file, 'labels'), file]));
  const ofPictures = new Map<string, string>();
  for (const picture of pictures) {
    const file = byPlace.get(placeOf(picture, 'images'));
    if (file !== undefined) ofPictures.set(picture, file);
  }
  const taken = new Set(ofPictures.values());
  const left = labels.filter(file => !taken.has(file));
  const matches = matchNames(left.map(pictureStemOf), new NameMatcher(pictures.filter(each => !ofPictures.has(each))));
  const alone = left.filter((file, i) => {
    const match = matches[i];
    if (match.kind === 'found') ofPictures.set(match.target, file);
    return match.kind !== 'found';
  });
  return { ofPictures, alone };
}

function entryOf(
  path: string,
  picture: string | null,
  labels: string | null,
  sides: ReadonlyMap<string, Side>,
): YoloEntry {
  const folders = path.split('/').map((_, depth, parts) => parts.slice(0, parts.length - depth).join('/'));
  const listed = [pictureStemOf(path), ...folders].map(each => sides.get(each.toLowerCase())).find(Boolean);
  return { name: imageName(path), picture, labels, side: listed ?? sideInPath(path) };
}

/** Images of different folders that would be called the same keep all of their path. */
function withClearNames(entries: readonly YoloEntry[]): YoloEntry[] {
  const counts = new Map<string, number>();
  for (const { name } of entries) counts.set(name, (counts.get(name) ?? 0) + 1);
  return entries.map(entry => {
    const isClear = counts.get(entry.name) === 1;
    return isClear ? entry : { ...entry, name: entry.picture ?? pictureStemOf(entry.labels ?? entry.name) };
  });
}

/** The side of folders and of pictures without extension, as `data.yaml` and its lists say. */
async function listedSides(
  source: Source,
  { file, data }: { file: string; data: YoloData },
): Promise<Map<string, Side>> {
  const stems = source.files.filter(each => isPictureName(each) || /\.txt$/i.test(each)).map(pictureStemOf);
  const known = new Map(
    [...source.files, ...stems, ...foldersOf(source.files), ...foldersOf(stems)].map(each => [
      each.toLowerCase(),
      each,
    ]),
  );
  const bases = basesOf(file, data.path);
  const sides = new Map<string, Side>();
  for (const { side, path } of data.sides) {
    const target = resolved(path, bases, known);
    if (target === null) continue;
    const listed = source.files.includes(target) ? textLines((await source.readUtf8(target)).toString()) : null;
    for (const each of listed ?? [target]) {
      const place = listed ? resolved(pictureStemOf(each.replaceAll('\\', '/')), bases, known) : each;
      if (place === null) continue;
      // Where there are images of one side only, they stand in for the other: then the folder's name tells.
      const first = sides.get(place.toLowerCase());
      sides.set(place.toLowerCase(), first === undefined ? side : (sideInPath(`${place}/`) ?? first));
    }
  }
  return sides;
}

/** Folders that paths may be relative to, the likeliest first. */
function basesOf(file: string, path: string): string[] {
  const folder = file.split('/').slice(0, -1).join('/');
  const inner = path
    .replaceAll('\\', '/')
    .split('/')
    .filter(part => part !== '' && part !== '.' && part !== '..');
  return [...new Set([[folder, ...inner].filter(part => part !== '').join('/'), folder, ''])];
}
