import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { writeFileAtomic } from '../../../node/atomic-file.ts';
import { makeFolder, namesIn } from '../../../node/folders.ts';
import type { ProjectPath } from '../../../node/project-path.ts';
import { removeFile } from '../../../node/remove.ts';
import { syncFolder } from '../../../node/sync-folder.ts';
import { usageError } from '../../../shared/errors.ts';
import { labelEditSchema } from '../../../shared/labels/label-edits.ts';
import { projectClassesSchema } from '../../../shared/schemas/project.ts';
import { readText } from '../../files/read.ts';
import { resolveInside } from '../../files/resolve-inside.ts';
import type { ProjectLayout } from '../../layout/project-layout.ts';

/** So many can be undone; older ones are forgotten. */
const KEPT = 50;

/** `.studio/bulk/<id>.json`: all that taking back a bulk takes. */
const bulkRecordSchema = z.object({
  version: z.literal(1),
  at: z.string(),
  by: z.string(),
  /** In words. */
  what: z.string(),
  classes: z.object({ before: projectClassesSchema, after: projectClassesSchema }).nullable(),
  /** Images that were moved into the trash under the record's id. */
  removed: z.array(z.string()),
  /** What was edited, how, and how that is taken back. */
  images: z.array(z.object({ name: z.string(), edits: z.array(labelEditSchema), undo: z.array(labelEditSchema) })),
});
export type BulkRecord = z.infer<typeof bulkRecordSchema>;

/** What was done to many images at once in a project, the newest of it. */
export class BulkRecords {
  readonly #layout: ProjectLayout;

  constructor(layout: ProjectLayout) {
    this.#layout = layout;
  }

  /** Keeps a record and gives its id: those of later ones are greater. Throws a StudioError. */
  async keep(record: BulkRecord): Promise<string> {
    const { bulk } = this.#layout;
    const id = `${Date.now().toString(36).padStart(9, '0')}-${randomBytes(4).toString('hex')}`;
    await makeFolder(bulk);
    await writeFileAtomic(this.#file(id), JSON.stringify(record));
    await syncFolder(bulk);
    for (const old of (await this.#ids()).slice(KEPT)) await this.remove(old);
    return id;
  }

  /** The newest, or that of an id, which must be there. Throws a StudioError. */
  async find(id?: string): Promise<{ id: string; record: BulkRecord } | null> {
    if (id !== undefined) return { id, record: await this.#read(id) };
    for (const each of await this.#ids()) {
      // What is damaged cannot be taken back; the one before it can.
      const record = await this.#read(each).catch(() => null);
      if (record) return { id: each, record };
    }
    return null;
  }

  async remove(id: string): Promise<void> {
    await removeFile(this.#file(id));
  }

  async #read(id: string): Promise<BulkRecord> {
    try {
      return bulkRecordSchema.parse(JSON.parse(await readText(this.#file(id))));
    } catch {
      throw usageError('That cannot be undone any more: it is taken back already, or too long ago.');
    }
  }

  /** The newest first. */
  async #ids(): Promise<string[]> {
    const names = (await namesIn(this.#layout.bulk)).filter(name => /^[\w-]+\.json$/.test(name));
    return names
      .map(name => name.slice(0, -'.json'.length))
      .sort()
      .reverse();
  }

  #file(id: string): ProjectPath {
    return resolveInside(this.#layout.bulk, `${id}.json`);
  }
}
