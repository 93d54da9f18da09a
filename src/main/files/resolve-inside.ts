import { join } from 'node:path';
import type { FilePath, ProjectPath } from '../../node/project-path.ts';
import { hasControlCharacter } from '../../shared/control-characters.ts';
import { usageError } from '../../shared/errors.ts';

/** Names that Windows gives to devices, whatever follows the first dot. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
/** Separators, and what Windows forbids in names (":" opens a stream of another file). */
const FORBIDDEN = /[/\\:*?"<>|]/;

/**
 * The path of a file inside `folder`, by the names of the folders and the file. The one door for names from outside: each
 * must be a plain name on every operating system, so none leads out of the folder. Throws a StudioError (usage).
 */
export function resolveInside(folder: string, ...names: readonly [string, ...string[]]): string;
export function resolveInside(folder: ProjectPath, ...names: readonly [string, ...string[]]): ProjectPath;
export function resolveInside(folder: FilePath, ...names: readonly [string, ...string[]]): FilePath {
  const bad = names.find(name => !isPlainName(name));
  if (bad !== undefined)
    throw usageError(`${JSON.stringify(bad.slice(0, 100))} is not the name of a file of the project.`);
  return typeof folder === 'string' ? join(folder, ...names) : folder.join(...names);
}

/** Whether a file may bear the name on every operating system. Hidden names are none of ours: `.studio` is the studio's own. */
export function isPlainName(name: string): boolean {
  return (
    name !== '' &&
    Buffer.byteLength(name) <= 240 &&
    !/\p{Surrogate}/u.test(name) &&
    !name.startsWith('.') &&
    !/[. ]$/.test(name) &&
    !FORBIDDEN.test(name) &&
    !hasControlCharacter(name) &&
    !DEVICE.test(name)
  );
}
