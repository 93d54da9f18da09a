import { open } from 'node:fs/promises';
import { fileError } from '../shared/errors.ts';
import { type ProjectPath, realPathOf } from './project-path.ts';
import { isSystemError } from './system-error.ts';

/**
 * Makes new names in a folder survive a power failure (fsync(2) of the folder); Windows has no such call and needs none. Throws
 * a StudioError.
 */
export async function syncFolder(path: ProjectPath): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const folder = await open(await realPathOf(path), 'r');
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    // Some network file systems refuse.
    if (isSystemError(error, 'EINVAL', 'ENOTSUP')) return;
    throw fileError('write', path.path, error);
  }
}
