import type { Side } from '../foreign.ts';
import { sideOf, splitExtension } from '../names.ts';

/**
 * What a picture and its label file have in common, as Ultralytics finds it: the last folder `images` replaced by `labels`,
 * or both in one folder. In any case: some disks do not tell `Labels` from `labels`.
 */
export function placeOf(file: string, folder: 'images' | 'labels'): string {
  const parts = splitExtension(file)[0].toLowerCase().split('/');
  const at = parts.lastIndexOf(folder, parts.length - 2);
  return (at < 0 ? parts : parts.with(at, '*')).join('/');
}

/** Where the picture of a label file lies, without extension. */
export function pictureStemOf(labelFile: string): string {
  const folders = splitExtension(labelFile)[0].split('/');
  const at = folders.findLastIndex((folder, i) => i < folders.length - 1 && /^labels$/i.test(folder));
  return (at < 0 ? folders : folders.with(at, 'images')).join('/');
}

/** The side that the folders of a picture name, if any. */
export function sideInPath(picture: string): Side | null {
  const folders = picture.split('/').slice(0, -1);
  const named = folders.findLast(folder => sideOf(folder) !== null);
  return named === undefined ? null : sideOf(named);
}

/** The folder of images that are on no side while others are. */
export const LEFT_OUT = 'left-out';

/** What an image is called: its path without the folders that only say that it is an image, and of which side. */
export function imageName(picture: string): string {
  const folders = picture.split('/');
  const images = folders.findLastIndex((folder, i) => i < folders.length - 1 && /^images$/i.test(folder));
  const inside = folders.slice(images + 1);
  const isSide = inside.length > 1 && (sideOf(inside[0]) !== null || inside[0] === LEFT_OUT);
  return inside.slice(isSide ? 1 : 0).join('/');
}

/** The file or folder of `known` (by its name in small letters) that a path of `data.yaml` or of a list means: the one that ends as it does, the longest first. */
export function resolved(path: string, bases: readonly string[], known: ReadonlyMap<string, string>): string | null {
  const parts = path
    .replaceAll('\\', '/')
    .split('/')
    .filter(part => part !== '' && part !== '.' && part !== '..');
  for (let skip = 0; skip < parts.length; skip++) {
    const rest = parts.slice(skip).join('/');
    const candidates = bases.map(base => (base === '' ? rest : `${base}/${rest}`).toLowerCase());
    const found = candidates.find(candidate => known.has(candidate));
    if (found !== undefined) return known.get(found) ?? null;
  }
  return null;
}

/** All folders in which one of these files lies, at whatever depth. */
export function foldersOf(files: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const file of files) {
    const parts = file.split('/');
    for (let depth = 1; depth < parts.length; depth++) folders.add(parts.slice(0, depth).join('/'));
  }
  return [...folders];
}
