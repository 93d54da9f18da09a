import { lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileError, StudioError } from '../shared/errors.ts';
import { requireSame } from './open-file.ts';
import {
  type FilePath,
  leadsNowhere,
  ProjectPath,
  pathOf,
  realNameOf,
  realPathOf,
  toBeWritten,
} from './project-path.ts';
import { temporaryName } from './temporary-name.ts';

/**
 * Replaces a file in one piece: temporary file, fsync, rename, so that whoever reads it, even after a crash, finds the
 * old content or the new one. In a project only where it really lies in it; a link that leads out is left alone. Our own,
 * because the npm package of that purpose (write-file-atomic 7) issues one write and ignores how much of it the disk took:
 * a disk that fills up leaves half a file and no error. Throws a StudioError.
 */
export async function writeFileAtomic(named: FilePath, content: string | Uint8Array): Promise<void> {
  try {
    const path = await toBeWritten(named);
    const place = await placeOf(path);
    const temporary = await writeTemporary(path, place, content);
    await putInPlace(temporary, place);
  } catch (error) {
    throw fileError('write', pathOf(named), error);
  }
}

/** A file that is whole on disk and has no name yet. */
export interface UnnamedFile {
  /** Gives it its name, as `writeFileAtomic` would. Throws a StudioError; then it is gone. */
  name(named: FilePath): Promise<void>;
  remove(): Promise<void>;
}

/** Writes a file whose name is settled later: in the folder of `named`, where it will be. Throws a StudioError. */
export async function writeUnnamed(named: FilePath, content: string | Uint8Array): Promise<UnnamedFile> {
  try {
    const path = await toBeWritten(named);
    const temporary = await writeTemporary(path, await placeOf(path), content);
    return {
      async name(given) {
        try {
          await putInPlace(temporary, await placeOf(await toBeWritten(given)));
        } catch (error) {
          throw fileError('write', pathOf(given), error);
        }
      },
      remove: () => rm(temporary, { force: true }),
    };
  } catch (error) {
    throw fileError('write', pathOf(named), error);
  }
}

async function placeOf(path: FilePath): Promise<string> {
  return typeof path === 'string' ? path : replaceable(path);
}

async function writeTemporary(path: FilePath, place: string, content: string | Uint8Array): Promise<string> {
  const temporary = join(dirname(place), temporaryName());
  try {
    await writeNew(temporary, content, path);
    return temporary;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

async function putInPlace(temporary: string, place: string): Promise<void> {
  try {
    await rename(temporary, place);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

async function writeNew(temporary: string, content: string | Uint8Array, path: FilePath): Promise<void> {
  const file = await open(temporary, 'wx');
  try {
    if (path instanceof ProjectPath) {
      await requireSame(await file.stat(), path.parent.join(basename(temporary)), temporary);
    }
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Where a file may be put by renaming. What stands there goes, unless it is a link that leads out of the project or nowhere. */
export async function replaceable(path: ProjectPath): Promise<string> {
  const place = await realNameOf(path);
  const there = await lstat(place).catch(() => null);
  if (there?.isSymbolicLink()) {
    await realPathOf(path).catch(error => {
      if (error instanceof StudioError) throw error;
      throw leadsNowhere(path);
    });
  }
  return place;
}
