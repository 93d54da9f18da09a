import type { FilePath } from '../../../node/project-path.ts';
import { LISTS, type ListName, readLists, type SplitLists, writeLists } from '../../dataset/split-lists.ts';
import type { PlannedImage } from './image-planner.ts';

/** The lists of a project's split before an import and after it. */
export interface SplitChange {
  readonly before: SplitLists;
  readonly after: SplitLists;
}

/** Images that come with a side, by their names here: those that nobody is done with are on none. */
export function sidesOf(images: readonly PlannedImage[]): Map<string, ListName> {
  const sides = new Map<string, ListName>();
  for (const { destination, side, taken } of images) {
    if (side && taken?.state === 'verified' && destination.kind !== 'nowhere') sides.set(destination.image, side);
  }
  return sides;
}

/** The lists with these images on their sides; null without any. */
export function splitChange(before: SplitLists, sides: ReadonlyMap<string, ListName>): SplitChange | null {
  const listed = (list: ListName) => {
    const own = [...sides].filter(([, side]) => side === list).map(([image]) => image);
    const names = [...(before[list] ?? []).filter(name => !sides.has(name)), ...own];
    return names.length > 0 || before[list] ? names : null;
  };
  return sides.size > 0
    ? { before, after: { train: listed('train'), val: listed('val'), test: listed('test') } }
    : null;
}

/** Whether there is something to train on and something to validate with. */
export function isWhole({ train, val }: SplitLists): boolean {
  return (train?.length ?? 0) > 0 && (val?.length ?? 0) > 0;
}

/** Puts the lists back, unless others have been made since. */
export async function restoreLists(dir: FilePath, { before, after }: SplitChange): Promise<void> {
  const now = await readLists(dir);
  // An import that was ended amid its lists has left some as they were.
  const isOurs = (list: ListName) =>
    [before, after].some(each => JSON.stringify(now[list]) === JSON.stringify(each[list]));
  if (!LISTS.every(isOurs)) return;
  await writeLists(dir, before);
}
