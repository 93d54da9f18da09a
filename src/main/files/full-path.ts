import { isAbsolute } from 'node:path';
import { usageError } from '../../shared/errors.ts';

/** A path as a page names it, which cannot know from which folder the studio was started. Throws a StudioError (usage). */
export function fullPath(path: string, of = 'a file or folder'): string {
  if (isAbsolute(path) && !path.includes('\0')) return path;
  throw usageError(`${JSON.stringify(path.slice(0, 200))} is not the full path of ${of}.`);
}
