import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, stat } from 'node:fs/promises';
import { fileError, StudioError } from '../shared/errors.ts';
import { type FilePath, ProjectPath, pathOf, realNameOf, realPathOf } from './project-path.ts';

/** Never waits for the other end of a pipe, and never follows a last link; Windows knows neither flag. */
const { O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;

export interface OpenedFile extends AsyncDisposable {
  readonly handle: FileHandle;
  /** Of the file that is open, whatever its name leads to by now. */
  readonly stats: Stats;
}

/**
 * Opens a regular file for reading. What hangs or never ends (pipes, devices, sockets) is refused before it is opened, and
 * so is a file of a project that leads out of it; that the file now open is that one is checked afterwards. Throws what Node
 * does when there is none, otherwise a StudioError.
 */
export async function openFile(path: FilePath): Promise<OpenedFile> {
  const place = typeof path === 'string' ? path : await realPathOf(path);
  requireRegular(await stat(place), path);
  const flags = constants.O_RDONLY | O_NONBLOCK | (typeof path === 'string' ? 0 : O_NOFOLLOW);
  return opened(await open(place, flags), path, place);
}

/** The real path of a regular file, for another program to open. Throws a StudioError. */
export async function provenFile(path: FilePath): Promise<string> {
  try {
    const place = typeof path === 'string' ? path : await realPathOf(path);
    requireRegular(await stat(place), path);
    return place;
  } catch (error) {
    throw fileError('read', pathOf(path), error);
  }
}

/** How a file is written in place: behind its end, anywhere, or only if it is new. */
const MODES = {
  append: constants.O_WRONLY | constants.O_APPEND,
  update: constants.O_RDWR,
  create: constants.O_WRONLY | constants.O_EXCL,
} as const;

/**
 * Opens a regular file of a project to be written in place, or makes it; its last link is not followed, and a file that has
 * another name, perhaps outside, is left alone. Throws a StudioError.
 */
export async function openInPlace(path: ProjectPath, mode: keyof typeof MODES): Promise<OpenedFile> {
  try {
    const place = await realNameOf(path);
    const there = await lstat(place).catch(() => null);
    if (there) requireRegular(there, path, 'write');
    const file = await opened(
      await open(place, MODES[mode] | constants.O_CREAT | O_NONBLOCK | O_NOFOLLOW),
      path,
      place,
    );
    if (file.stats.nlink <= 1) return file;
    await file.handle.close();
    throw new StudioError(`${path} has another name, whose content would change with it: put a copy in its place.`);
  } catch (error) {
    throw fileError('write', path.path, error);
  }
}

/** Takes care of the handle unless it is returned: it must be a regular file, and the one that the project's path leads to. */
async function opened(handle: FileHandle, path: FilePath, place: string): Promise<OpenedFile> {
  try {
    const stats = await handle.stat();
    requireRegular(stats, path);
    if (path instanceof ProjectPath) await requireSame(stats, path, place);
    return { handle, stats, [Symbol.asyncDispose]: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Somebody may have put a link in the place of a file or of its folder since its path was proven. Throws a StudioError. */
export async function requireSame({ dev, ino }: Stats, path: ProjectPath, place: string): Promise<void> {
  const [now, real] = await Promise.all([lstat(place), realPathOf(path)]);
  if (now.dev === dev && now.ino === ino && real === place) return;
  throw new StudioError(`${path} became another file while it was opened, so it is left alone: try it again.`);
}

function requireRegular(stats: Stats, path: FilePath, doing: 'read' | 'write' = 'read'): void {
  if (stats.isFile()) return;
  const what = stats.isDirectory() ? 'a folder' : stats.isSymbolicLink() ? 'a link' : 'a device or pipe';
  const sentence = `Cannot ${doing} ${path}: it is ${what} where a file is needed.`;
  throw new StudioError(sentence, doing === 'read' ? { code: 'unreadable', path: pathOf(path) } : 'failure');
}
