import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import type { FilePath, ProjectPath } from '../../node/project-path.ts';
import { removeFile } from '../../node/remove.ts';
import { readIfThere } from '../files/read.ts';
import { trainingLayout } from '../layout/training-layout.ts';

/** The lists of a split. Training takes the first two; what is to be tested on is in neither. */
export const LISTS = ['train', 'val', 'test'] as const;
export type ListName = (typeof LISTS)[number];

/** File names by list; null where there is no such list. */
export type SplitLists = Readonly<Record<ListName, readonly string[] | null>>;

function fileOf(dir: FilePath, list: ListName): ProjectPath {
  return trainingLayout(dir).splits.join(`${list}.txt`);
}

/** The lists that are there, whatever is in them. Throws a StudioError. */
export async function readLists(dir: FilePath): Promise<SplitLists> {
  const read = async (list: ListName) => {
    const text = (await readIfThere(fileOf(dir, list)))?.toString('utf8');
    const lines = text?.split(/\r?\n/).map(line => line.trim());
    return lines?.filter(line => line !== '') ?? null;
  };
  return { train: await read('train'), val: await read('val'), test: await read('test') };
}

/** One file name a line; a list that is null is removed. That of train comes last: whoever finds it finds all. Throws a StudioError. */
export async function writeLists(dir: FilePath, lists: Partial<SplitLists>): Promise<void> {
  await makeFolder(trainingLayout(dir).splits);
  for (const list of LISTS.toReversed()) {
    const names = lists[list];
    if (names === null) await removeFile(fileOf(dir, list));
    else if (names) await writeFileAtomic(fileOf(dir, list), names.map(name => `${name}\n`).join(''));
  }
}
