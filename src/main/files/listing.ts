import { listFolder } from '../../node/folders.ts';
import type { FilePath } from '../../node/project-path.ts';

export { exists } from '../../node/read-file.ts';

/** Names of the PNG files of a folder, sorted; hidden ones (`._a.png` of macOS) are none of ours. Throws a StudioError. */
export async function listPngs(folder: FilePath): Promise<string[]> {
  const names = await listFolder(folder);
  return names.filter(name => /\.png$/i.test(name) && !name.startsWith('.')).sort();
}
