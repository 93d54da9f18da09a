import { open } from 'node:fs/promises';
import { type ProjectPath, realPathOf } from './project-path.ts';
import { isSystemError } from './system-error.ts';

/** Makes new names in a folder survive a power failure (fsync(2) of the folder); Windows has no such call and needs none. */
export async function syncFolder(path: ProjectPath): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(await realPathOf(path), 'r');
  try {
    await folder.sync();
  } catch (error) {
    // Some network file systems refuse.
    if (!isSystemError(error, 'EINVAL', 'ENOTSUP')) throw error;
  } finally {
    await folder.close();
  }
}
