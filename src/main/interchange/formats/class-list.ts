import { isBackgroundName, textLines } from './names.ts';

/** What files are called that name classes, one a line: the surest first. */
const LISTS = [
  /^class(es|[_-]?names|[_-]?list)\.txt$/i,
  /^[^/]+\.names$/i,
  /^(predefined[_-]classes|labels?|label[_-]?names|names|categories)\.txt$/i,
  /^_darknet\.labels$/i,
];

function rankOf(file: string): number {
  return LISTS.findIndex(list => list.test(file.slice(file.lastIndexOf('/') + 1)));
}

export function isClassList(file: string): boolean {
  return rankOf(file) >= 0;
}

/** The file that lists the classes: of the surest name, then the nearest to the root. */
export function findClassList(files: readonly string[]): string | undefined {
  const lists = files.filter(isClassList).map(file => ({ file, rank: rankOf(file), depth: file.split('/').length }));
  return lists.sort((a, b) => a.rank - b.rank || a.depth - b.depth)[0]?.file;
}

/**
 * The name of each index from 1 on. labelme's `__ignore__`, which is index -1, and the background, index 0, may stand before
 * them.
 */
export function parseClassList(text: string): string[] {
  const lines = textLines(text);
  const named = lines[0] === '__ignore__' ? lines.slice(1) : lines;
  return isBackgroundName(named[0] ?? '') ? named.slice(1) : named;
}

/** Line 0 is the background, so that a line's number is the value in the masks. */
export function formatClassList(names: readonly string[]): string {
  return ['_background_', ...names, ''].join('\n');
}
