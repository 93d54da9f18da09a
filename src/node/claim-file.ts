import { type FileHandle, link, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StudioError } from '../shared/errors.ts';
import { requireSame } from './open-file.ts';
import { type ProjectPath, realNameOf } from './project-path.ts';
import { temporaryName } from './temporary-name.ts';

/**
 * Makes a file of a project with its content from the first moment on, and gives it open for writing; null when something
 * has that name already. Throws what Node does, or a StudioError when its folder leads out of the project.
 */
export async function claimFile(path: ProjectPath, content: string): Promise<FileHandle | null> {
  const place = await realNameOf(path);
  const temporary = join(dirname(place), temporaryName());
  const file = await written(temporary, content);
  try {
    await link(temporary, place);
    await requireSame(await file.stat(), path, place);
    return file;
  } catch (error) {
    await file.close();
    if (error instanceof StudioError) throw error;
    // Memory sticks (exFAT) know no links.
    return isTaken(error) ? null : await written(place, content).catch(nullIfTaken);
  } finally {
    await rm(temporary, { force: true });
  }
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
  if (isTaken(error)) return null;
  throw error;
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
