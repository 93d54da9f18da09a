import { readFile } from 'node:fs/promises';
import { fileError } from '../../shared/errors.ts';

/** The bytes of a file. Throws a StudioError. */
export async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw fileError('read', path, error);
  }
}
