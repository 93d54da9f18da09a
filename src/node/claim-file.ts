import { ftruncateSync } from 'node:fs';
import { type FileHandle, link, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StudioError } from '../shared/errors.ts';
import { requireSame } from './open-file.ts';
import { type ProjectPath, realNameOf } from './project-path.ts';
import { isSystemError } from './system-error.ts';
import { temporaryName } from './temporary-name.ts';

/** A file that was made here, wherever its folder is moved to meanwhile. */
export interface ClaimedFile {
  /** Empties it at once, also where the process ends, and closes it. */
  empty(): void;
  close(): Promise<void>;
}

/**
 * Makes a file of a project with its content from the first moment on, and keeps it open; null when something
 * has that name already. Throws what Node does, or a StudioError when its folder leads out of the project.
 */
export async function claimFile(path: ProjectPath, content: string): Promise<ClaimedFile | null> {
  const place = await realNameOf(path);
  const temporary = join(dirname(place), temporaryName());
  const file = await written(temporary, content);
  try {
    await link(temporary, place);
    await requireSame(await file.stat(), path, place);
    return claimed(file);
  } catch (error) {
    await file.close();
    if (error instanceof StudioError) throw error;
    // Memory sticks (exFAT) know no links.
    return isSystemError(error, 'EEXIST') ? null : await written(place, content).then(claimed, nullIfTaken);
  } finally {
    await rm(temporary, { force: true });
  }
}

function claimed(file: FileHandle): ClaimedFile {
  return {
    empty() {
      try {
        ftruncateSync(file.fd);
      } catch {
        // Its disk is gone: nobody finds it.
      }
      void file.close();
    },
    close: () => file.close(),
  };
}

async function written(path: string, content: string): Promise<FileHandle> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function nullIfTaken(error: unknown): null {
  if (isSystemError(error, 'EEXIST')) return null;
  throw error;
}
