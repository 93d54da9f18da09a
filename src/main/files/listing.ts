import { access, readdir } from 'node:fs/promises';
import { fileError } from '../../shared/errors.ts';

/** Names of the PNG files of a folder, sorted; hidden ones (`._a.png` of macOS) are none of ours. Throws a StudioError. */
export async function listPngs(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter(name => /\.png$/i.test(name) && !name.startsWith('.')).sort();
  } catch (error) {
    throw fileError('read', folder, error);
  }
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
