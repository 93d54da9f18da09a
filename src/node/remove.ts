import { lstat, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError } from '../shared/errors.ts';
import { type FilePath, type ProjectPath, realNameOf, realPathOf } from './project-path.ts';
import { isSystemError } from './system-error.ts';
import { isAbandoned, isTemporary } from './temporary-name.ts';

/** Removes a file of a project if it is there, or a link by that name. Throws a StudioError. */
export async function removeFile(path: ProjectPath): Promise<void> {
  await removeAt(path, false);
}

/** Removes a folder of a project with all that is in it; of links in it only the links. Throws a StudioError. */
export async function removeFolder(path: ProjectPath): Promise<void> {
  await removeAt(path, true);
}

/** Removes a folder of a project if there is nothing in it; says whether it is gone. */
export async function removeEmpty(folder: ProjectPath): Promise<boolean> {
  return realNameOf(folder)
    .then(rmdir)
    .then(
      () => true,
      () => false,
    );
}

/** Removes what processes of this machine were writing into a folder when they died. What cannot be removed stays. */
export async function sweep(folder: FilePath): Promise<void> {
  try {
    const place = typeof folder === 'string' ? folder : await realPathOf(folder);
    for (const name of (await readdir(place)).filter(isTemporary)) {
      const { mtimeMs } = await lstat(join(place, name));
      if (isAbandoned(name, mtimeMs)) await rm(join(place, name), { recursive: true, force: true });
    }
  } catch {}
}

async function removeAt(path: ProjectPath, recursive: boolean): Promise<void> {
  try {
    await rm(await realNameOf(path), { recursive, force: true, ...(recursive && { maxRetries: 3 }) });
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return;
    throw fileError('write', path.path, error);
  }
}
