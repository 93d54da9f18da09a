import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileError } from '../shared/errors.ts';

/** Makes a folder and those above it. Throws a StudioError that names the one that cannot be made. */
export async function makeFolder(path: string): Promise<void> {
  // Not by Node's own `recursive`, which never returns below a folder that takes no children, such as /proc.
  const folder = resolve(path);
  if (await isFolder(folder)) return;
  if (!(await isFolder(dirname(folder)))) await makeFolder(dirname(folder));
  await mkdir(folder).catch(async error => {
    if (!(await isFolder(folder))) throw fileError('write', folder, error);
  });
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isDirectory(),
    () => false,
  );
}
