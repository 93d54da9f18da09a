import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { fileError } from '../shared/errors.ts';

/**
 * Replaces a file in one piece: temporary file, fsync, rename, so that whoever reads it, even after a crash, finds the
 * old content or the new one. Our own, because the npm package of that purpose (write-file-atomic 7) issues one write and
 * ignores how much of it the disk took: a disk that fills up leaves half a file and no error. Throws a StudioError.
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw fileError('write', path, error);
  }
}
