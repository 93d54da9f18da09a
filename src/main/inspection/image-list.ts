import { join, parse } from 'node:path';
import { listFolder } from '../../node/folders.ts';
import { fileError, StudioError } from '../../shared/errors.ts';
import { statOf } from '../files/read.ts';

const EXTENSIONS = new Set(['.png', '.jpg', '.jpeg', '.tif', '.tiff', '.webp']);

/** A picture to look at, and the name under which what is found in it is written. */
export interface ListedImage {
  readonly path: string;
  /** Unlike every other stem of the list, in whatever case. */
  readonly stem: string;
}

/**
 * The pictures that the paths name: a file itself, a folder those directly in it, by name. Throws a StudioError for a
 * path that does not exist and a folder without pictures.
 */
export async function listImages(paths: readonly string[]): Promise<ListedImage[]> {
  const files = (await Promise.all(paths.map(filesOf))).flat();
  const stems = distinctStems(files.map(file => parse(file).name));
  return files.map((path, i) => ({ path, stem: stems[i] }));
}

async function filesOf(path: string): Promise<string[]> {
  try {
    if (!(await statOf(path)).isDirectory()) return [path];
    const names = (await listFolder(path)).filter(isImageName).sort();
    if (names.length > 0) return names.map(name => join(path, name));
  } catch (error) {
    throw fileError('read', path, error);
  }
  throw new StudioError(`${path} holds no pictures (${[...EXTENSIONS].join(', ')}); name the folder they are in.`);
}

function isImageName(name: string): boolean {
  return !name.startsWith('.') && EXTENSIONS.has(parse(name).ext.toLowerCase());
}

/** `a`, `a`, `b` becomes `a`, `a_01`, `b`: as the reference numbers a name in use, and never a name that is there already. */
export function distinctStems(stems: readonly string[]): string[] {
  const key = (stem: string) => stem.toLowerCase();
  const taken = new Set<string>();
  const reserved = new Set(stems.map(key));
  return stems.map(stem => {
    let name = stem;
    for (let i = 1; taken.has(key(name)) || (i > 1 && reserved.has(key(name))); i++) {
      name = `${stem}_${String(i).padStart(2, '0')}`;
    }
    taken.add(key(name));
    return name;
  });
}
