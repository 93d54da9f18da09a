import { makeFolder } from '../../node/folders.ts';
import type { FilePath } from '../../node/project-path.ts';
import { StudioError } from '../../shared/errors.ts';
import { mapConcurrently } from '../files/concurrency.ts';
import { exists, listPngs } from '../files/listing.ts';
import { readSize, writeGray } from '../images/png.ts';
import { trainingLayout } from '../layout/training-layout.ts';

export interface EmptyMasks {
  readonly created: number;
  readonly existing: number;
  readonly total: number;
}

/** Writes an all-zero mask for every image that has none (`make_empty_masks`); existing masks are not even read. */
export async function createEmptyMasks(dir: FilePath, signal?: AbortSignal): Promise<EmptyMasks> {
  const layout = trainingLayout(dir);
  const names = await listImages(layout.folder);
  await makeFolder(layout.masks);
  const created = await mapConcurrently(names, async name => {
    signal?.throwIfAborted();
    if (await exists(layout.mask(name))) return false;
    const { width, height } = await readSize(layout.image(name));
    await writeGray(layout.mask(name), { width, height, data: new Uint8Array(width * height) });
    return true;
  });
  const count = created.filter(Boolean).length;
  return { created: count, existing: names.length - count, total: names.length };
}

/** Names in `images/`, sorted; a StudioError when there are none. */
export async function listImages(dir: FilePath): Promise<string[]> {
  const { images } = trainingLayout(dir);
  const names = await listPngs(images);
  if (names.length === 0) throw new StudioError(`No PNG image in ${images}: collect some, or name another folder.`);
  return names;
}
