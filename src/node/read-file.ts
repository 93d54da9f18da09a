import type { Stats } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import { fileError, StudioError } from '../shared/errors.ts';
import { openFile } from './open-file.ts';
import { type FilePath, pathOf, realPathOf } from './project-path.ts';
import { isSystemError } from './system-error.ts';

/** A larger file is refused before it is read: no picture, label file or table that the studio takes is as large. */
const MOST_BYTES = 512 * 2 ** 20;

/** The bytes of a regular file, as many as it had when it was opened. Throws a StudioError. */
export async function readBytes(path: FilePath, most = MOST_BYTES): Promise<Buffer> {
  try {
    return await readOpened(path, most);
  } catch (error) {
    throw fileError('read', pathOf(path), error);
  }
}

/** The same, or null when there is no such file. */
export async function readIfThere(path: FilePath, most = MOST_BYTES): Promise<Buffer | null> {
  return readOpened(path, most).catch(error => {
    if (isSystemError(error, 'ENOENT')) return null;
    throw fileError('read', pathOf(path), error);
  });
}

/** A regular file as text. Throws a StudioError. */
export async function readText(path: FilePath, most = MOST_BYTES): Promise<string> {
  return (await readBytes(path, most)).toString('utf8');
}

async function readOpened(path: FilePath, most: number): Promise<Buffer> {
  await using file = await openFile(path);
  const { size } = file.stats;
  if (size > most) throw tooLarge(path, most);
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await file.handle.read(bytes, length, Math.min(size - length, 2 ** 30), length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

export function tooLarge(path: FilePath, most: number): StudioError {
  const sentence = `Cannot read ${path}: it is larger than ${most / 2 ** 20} MiB; split it up.`;
  return new StudioError(sentence, { code: 'unreadable', path: pathOf(path) });
}

/** Size and times of what a path leads to. Throws what Node does, or a StudioError when it leads out of its project. */
export async function statOf(path: FilePath): Promise<Stats> {
  return typeof path === 'string' ? stat(path) : lstat(await realPathOf(path));
}

/** Whether something has that name, be it a link that leads nowhere. */
export async function exists(path: FilePath): Promise<boolean> {
  return (typeof path === 'string' ? stat(path) : lstat(path.path)).then(
    () => true,
    () => false,
  );
}
