import { isBackgroundName, textLines } from './names.ts';

/** Files that name the classes of index masks, one a line from index 0 on. */
const LIST = /^(classes|class_names|labels|label_names|obj)\.(txt|names)$/i;

/** The file that lists the classes, among those that lie in `folder` (with `/` at its end, or empty). */
export function classListFile(files: readonly string[], folder: string): string | undefined {
  return files.find(file => file.startsWith(folder) && LIST.test(file.slice(folder.length)));
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
