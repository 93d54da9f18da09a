import type { Side } from '../foreign.ts';
import { stemOf } from '../labelme/labelme-path.ts';
import { sideOf } from '../names.ts';

/** The label file of a picture, as Ultralytics finds it: the last `/images/` replaced, or beside it. */
export function labelFileOf(picture: string): string {
  return `${stemOf(swapped(picture, 'images', 'labels'))}.txt`;
}

/** Where the picture of a label file lies, without extension. */
export function pictureStemOf(labelFile: string): string {
  return stemOf(swapped(labelFile, 'labels', 'images'));
}

function swapped(path: string, from: string, to: string): string {
  const folders = path.split('/');
  const at = folders.lastIndexOf(from, folders.length - 2);
  return at < 0 || at === folders.length - 1 ? path : folders.with(at, to).join('/');
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
  const images = folders.lastIndexOf('images', folders.length - 2);
  const inside = images < 0 || images === folders.length - 1 ? folders : folders.slice(images + 1);
  const isSide = inside.length > 1 && (sideOf(inside[0]) !== null || inside[0] === LEFT_OUT);
  return inside.slice(isSide ? 1 : 0).join('/');
}

/** The file or folder of `known` that a path of `data.yaml` or of a list means: the one that ends as it does, the longest first. */
export function resolved(path: string, bases: readonly string[], known: ReadonlySet<string>): string | null {
  const parts = path
    .replaceAll('\\', '/')
    .split('/')
    .filter(part => part !== '' && part !== '.' && part !== '..');
  for (let skip = 0; skip < parts.length; skip++) {
    const rest = parts.slice(skip).join('/');
    const found = bases.map(base => (base === '' ? rest : `${base}/${rest}`)).find(candidate => known.has(candidate));
    if (found !== undefined) return found;
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
