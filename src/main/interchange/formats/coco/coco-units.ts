import { splitExtension } from '../names.ts';
import type { CocoImage, CocoIndex } from './coco-index.ts';

/** An image with what each file says of it. */
export interface CocoUnit {
  readonly name: string;
  /** Of the file that lists it, with `/` at its end, or empty. */
  readonly folder: string;
  /** Of CVAT's export or a folder, `train2017`; empty where the file does not say. */
  readonly subset: string;
  /** Path of its picture in the source, if it lies where it should. */
  readonly picture: string | null;
  readonly entries: readonly { readonly index: CocoIndex; readonly image: CocoImage }[];
}

/**
 * The images of all files, in their order. Files of one class each may speak of the same picture; the same name in two
 * subsets or folders is that of two pictures, which then bear those before it.
 *
 * @param files of the source
 */
export function cocoUnits(indices: readonly CocoIndex[], files: ReadonlySet<string>): CocoUnit[] {
  const units = new Map<string, CocoUnit & { entries: CocoUnit['entries'][number][] }>();
  for (const index of indices) {
    const { subset, isNamed, root: folder, prefixes } = placesOf(index.file);
    for (const image of index.images) {
      const { name, size } = image;
      const picture = prefixes.map(prefix => prefix + name).find(path => files.has(path)) ?? null;
      const key = JSON.stringify([picture ?? [folder, isNamed ? subset : '', name], size]);
      const unit = units.get(key);
      if (unit) unit.entries.push({ index, image });
      else units.set(key, { name, folder, subset, picture, entries: [{ index, image }] });
    }
  }
  return withClearNames([...units.values()]);
}

/** The shortest way to say an image that no other has. */
function withClearNames(units: readonly CocoUnit[]): CocoUnit[] {
  const counts = new Map<string, number>();
  for (const unit of units) for (const name of waysToSay(unit)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return units.map(unit => ({ ...unit, name: waysToSay(unit).find(name => counts.get(name) === 1) ?? unit.name }));
}

function waysToSay({ name, folder, subset }: CocoUnit): string[] {
  const ofSubset = subset === '' ? name : `${subset}/${name}`;
  return [...new Set([name, ofSubset, folder + name, folder + ofSubset])];
}

/**
 * The subset that a file is of, whether its name says that it is one, and where its pictures may lie: `images/<subset>/` or
 * `images/` as CVAT has it, `train2017/` beside `annotations/` as COCO itself, or beside the file.
 */
function placesOf(file: string): { subset: string; isNamed: boolean; root: string; prefixes: string[] } {
  const beside = file.slice(0, file.lastIndexOf('/') + 1);
  const [stem] = splitExtension(file.slice(beside.length));
  const root = beside.replace(/(^|\/)annotations\/$/i, '$1');
  const named = /^instances_(.+)$/i.exec(stem)?.[1];
  const ofFolder = /^_annotations\.coco$/i.test(stem) ? (beside.split('/').at(-2) ?? '') : undefined;
  const subset = named ?? ofFolder ?? stem;
  const prefixes = [
    `${root}images/${subset}/`,
    `${root}images/`,
    `${root}${subset}/`,
    root,
    beside,
    `${beside}images/`,
  ];
  return { subset, isNamed: named !== undefined || ofFolder !== undefined, root, prefixes };
}
