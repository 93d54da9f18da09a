import { relative } from 'node:path';
import * as z from 'zod';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder, namesIn } from '../../node/folders.ts';
import { moveInside } from '../../node/move.ts';
import type { ProjectPath } from '../../node/project-path.ts';
import { removeFile, removeFolder } from '../../node/remove.ts';
import { syncFolder } from '../../node/sync-folder.ts';
import { splitRecordSchema } from '../../shared/contract-dataset.ts';
import { StudioError, usageError } from '../../shared/errors.ts';
import { exists } from '../files/listing.ts';
import { readIfThere, readText } from '../files/read.ts';
import { resolveInside } from '../files/resolve-inside.ts';
import type { ProjectLayout } from '../layout/project-layout.ts';
import { readSplitRecord, writeSplitRecord } from '../layout/split-record.ts';

const LISTS = ['train', 'val', 'test', 'left-out'] as const;

/** `.studio/trash/<id>.json`: what was removed, beside its files in `<id>/` at the places that they had in the project. */
const removalSchema = z.object({
  version: z.literal(1),
  /** What was begun is brought to its end when the project is next opened. */
  state: z.enum(['removing', 'removed', 'restoring']),
  images: z.array(z.string()),
  /** The lines that they had in the lists of the split. */
  lines: z.array(z.object({ list: z.enum(LISTS), at: z.int().nonnegative(), name: z.string() })),
  /** How the split was made. */
  record: splitRecordSchema.nullable(),
});
type Removal = z.infer<typeof removalSchema>;

/**
 * Moves training images with all that is known of them into the trash, and out of the lists of the split. A crash amid it is
 * made good by `finishRemovals`. Only where nobody else works on the labels. Throws a StudioError; all is as it was then.
 */
export async function removeImages(layout: ProjectLayout, id: string, images: readonly string[]): Promise<void> {
  const names = new Set(images);
  const lists = await readLists(layout);
  const lines = LISTS.flatMap(list =>
    (lists[list] ?? []).flatMap((name, at) => (names.has(name) ? { list, at, name } : [])),
  );
  const record = await readSplitRecord(layout.training, { train: lists.train ?? [], val: lists.val ?? [] });
  const removal: Removal = { version: 1, state: 'removing', images: [...names], lines, record };
  await makeFolder(layout.trash);
  await write(layout, id, removal);
  try {
    await carryOut(layout, id, removal);
  } catch (error) {
    await carryOut(layout, id, { ...removal, state: 'restoring' }).catch(() =>
      write(layout, id, { ...removal, state: 'restoring' }).catch(() => {}),
    );
    throw error;
  }
}

/** Brings back what `removeImages` took away, and gives its names. Throws a StudioError when something is in the way. */
export async function restoreImages(layout: ProjectLayout, id: string): Promise<string[]> {
  const removal = await read(layout, id);
  if (!removal) throw usageError('Those images cannot be brought back: they are no longer in the trash.');
  for (const name of removal.images) {
    const image = layout.image(name);
    if ((await exists(image)) && (await exists(inTrash(layout, id, image))))
      throw new StudioError(`${name} cannot be brought back: another image has its name now; rename or remove that.`);
  }
  const restoring: Removal = { ...removal, state: 'restoring' };
  await write(layout, id, restoring);
  await carryOut(layout, id, restoring);
  return removal.images;
}

/** Brings what a crash broke off to its end. Throws a StudioError. */
export async function finishRemovals(layout: ProjectLayout): Promise<void> {
  for (const file of (await namesIn(layout.trash)).filter(name => /^[\w-]+\.json$/.test(name))) {
    const id = file.slice(0, -'.json'.length);
    const removal = await read(layout, id);
    if (removal && removal.state !== 'removed') await carryOut(layout, id, removal);
  }
}

/** Done again it goes on where it was. */
async function carryOut(layout: ProjectLayout, id: string, removal: Removal): Promise<void> {
  const isBack = removal.state === 'restoring';
  const folders = new Map<string, ProjectPath>();
  for (const file of removal.images.flatMap(name => filesOf(layout, name))) {
    const kept = inTrash(layout, id, file);
    const [from, to] = isBack ? [kept, file] : [file, kept];
    // What has come to the place since is somebody's.
    if (!(await exists(from)) || (await exists(to))) continue;
    await makeFolder(to.parent);
    await moveInside(from, to);
    for (const folder of [from.parent, to.parent]) folders.set(folder.path, folder);
  }
  for (const folder of folders.values()) await syncFolder(folder);
  await changeLists(layout, removal);
  if (!isBack) return write(layout, id, { ...removal, state: 'removed' });
  await removeFolder(layout.trash.join(id));
  await removeFile(stateFile(layout, id));
}

/** The picture first: an image that is not there is in no list, whatever else there is of it. */
function filesOf({ image, mask, original, label, labelBackup }: ProjectLayout, name: string): ProjectPath[] {
  return [image, label, labelBackup, mask, original].map(place => place(name));
}

function inTrash({ root, trash }: ProjectLayout, id: string, file: ProjectPath): ProjectPath {
  return trash.join(id, relative(root.path, file.path));
}

async function changeLists(layout: ProjectLayout, { state, images, lines, record }: Removal): Promise<void> {
  const names = new Set(images);
  const before = await readLists(layout);
  const after = { ...before };
  for (const list of LISTS) {
    const own = lines.filter(line => line.list === list);
    const rest = before[list]?.filter(name => !names.has(name));
    if (!rest || own.length === 0) continue;
    if (state === 'restoring') for (const { at, name } of own) rest.splice(Math.min(at, rest.length), 0, name);
    await writeFileAtomic(listFile(layout, list), rest.map(name => `${name}\n`).join(''));
    after[list] = rest;
  }
  const { train, val } = after;
  if (record && train && val && lines.length > 0) await writeSplitRecord(layout.training, { train, val }, record);
}

type Lists = Record<(typeof LISTS)[number], string[] | null>;

async function readLists(layout: ProjectLayout): Promise<Lists> {
  const read = async (list: (typeof LISTS)[number]) => {
    const text = (await readIfThere(listFile(layout, list)))?.toString('utf8');
    const lines = text?.split(/\r?\n/).map(line => line.trim());
    return lines?.filter(line => line !== '') ?? null;
  };
  return {
    train: await read('train'),
    val: await read('val'),
    test: await read('test'),
    'left-out': await read('left-out'),
  };
}

const listFile = ({ training }: ProjectLayout, list: string) => training.join('splits', `${list}.txt`);
const stateFile = ({ trash }: ProjectLayout, id: string) => resolveInside(trash, `${id}.json`);

async function write(layout: ProjectLayout, id: string, removal: Removal): Promise<void> {
  await writeFileAtomic(stateFile(layout, id), JSON.stringify(removal));
  await syncFolder(layout.trash);
}

/** Null where there is none that can be read. */
async function read(layout: ProjectLayout, id: string): Promise<Removal | null> {
  try {
    return removalSchema.parse(JSON.parse(await readText(stateFile(layout, id))));
  } catch {
    return null;
  }
}
