import { basename } from 'node:path';
import * as z from 'zod';
import { writeFileAtomic } from '../../../node/atomic-file.ts';
import { makeFolder, namesIn } from '../../../node/folders.ts';
import { keepAsWell, moveInside } from '../../../node/move.ts';
import type { ProjectPath } from '../../../node/project-path.ts';
import { removeFile, removeFolder } from '../../../node/remove.ts';
import { syncFolder } from '../../../node/sync-folder.ts';
import { temporaryName } from '../../../node/temporary-name.ts';
import { fileError } from '../../../shared/errors.ts';
import { interchangeReportSchema } from '../../../shared/interchange/report.ts';
import { FOR_THE_DISK, mapConcurrently } from '../../files/concurrency.ts';
import { exists } from '../../files/listing.ts';
import { readText } from '../../files/read.ts';
import { isPlainName, resolveInside } from '../../files/resolve-inside.ts';
import type { ProjectLayout } from '../../layout/project-layout.ts';

/** The files of an image that an import changes, in the order in which they are put back: the document last, for it tells whether that was done. */
const KINDS = ['mask', 'original', 'backup', 'document'] as const;
type Kind = (typeof KINDS)[number];

const listSchema = z.array(z.string()).readonly().nullable();
const listsSchema = z.object({ train: listSchema, val: listSchema, test: listSchema });

/** `import.json`: all that undoing an import takes, beside the files as they were in `before/<kind>/`. */
const importRecordSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  /** When it began (ISO 8601), as the documents that it wrote say; and who. */
  at: z.string(),
  by: z.string(),
  state: z.enum(['begun', 'done', 'undone']),
  source: z.string(),
  newClasses: z.array(z.string()),
  /** The lists of the split before and after, where the import changed them. */
  splits: z.object({ before: listsSchema, after: listsSchema }).nullable().default(null),
  images: z.array(
    z.object({
      name: z.string(),
      /** Whether the import brought the image itself. */
      added: z.boolean(),
      /** Of the document before, 0 without one. */
      revision: z.int().nonnegative(),
      /** Which files there were. */
      files: z.array(z.enum(KINDS)),
    }),
  ),
});
export type ImportRecord = z.infer<typeof importRecordSchema>;
export type RecordedImage = ImportRecord['images'][number];

/** The folder of an import. */
export class ImportFolder {
  readonly #layout: ProjectLayout;
  readonly path: ProjectPath;

  constructor(layout: ProjectLayout, id: string) {
    this.#layout = layout;
    this.path = resolveInside(this.#layout.imports, id);
  }

  #file(kind: Kind, image: string): ProjectPath {
    const { mask, original, labelBackup, label } = this.#layout;
    return { mask, original, backup: labelBackup, document: label }[kind](image);
  }

  #kept(kind: Kind, image: string): ProjectPath {
    return resolveInside(this.path.join('before'), kind, basename(this.#file(kind, image).path));
  }

  /** Keeps the files of images as they are, then the record: from then on the import can be undone. Throws a StudioError. */
  async keep(
    record: Omit<ImportRecord, 'images'>,
    images: readonly Omit<RecordedImage, 'files'>[],
  ): Promise<ImportRecord> {
    for (const kind of KINDS) await makeFolder(this.path.join('before', kind));
    const kept = await mapConcurrently(images, image => this.#keepImage(image), FOR_THE_DISK);
    for (const kind of KINDS) await syncFolder(this.path.join('before', kind));
    const whole = { ...record, images: kept };
    await this.write(whole);
    await syncFolder(this.#layout.imports);
    return whole;
  }

  async #keepImage(image: Omit<RecordedImage, 'files'>): Promise<RecordedImage> {
    const files: Kind[] = [];
    for (const kind of KINDS) {
      const file = this.#file(kind, image.name);
      if (!(await exists(file))) continue;
      await keepAsWell(file, this.#kept(kind, image.name));
      files.push(kind);
    }
    return { ...image, files };
  }

  async write(record: ImportRecord): Promise<void> {
    await writeFileAtomic(this.path.join('import.json'), JSON.stringify(record));
    await syncFolder(this.path);
  }

  /** Null for a folder whose import never began. Throws a StudioError when it cannot be read. */
  async read(): Promise<ImportRecord | null> {
    const path = this.path.join('import.json');
    if (!(await exists(path))) return null;
    try {
      return importRecordSchema.parse(JSON.parse(await readText(path)));
    } catch (error) {
      throw fileError('read', path.path, error);
    }
  }

  async writeReport(report: z.infer<typeof interchangeReportSchema>): Promise<void> {
    await writeFileAtomic(
      this.path.join('report.json'),
      `${JSON.stringify(interchangeReportSchema.parse(report), null, 2)}\n`,
    );
  }

  /** Puts the files of an image back, and takes away those that there were not. Doing it twice does no harm. */
  async restore({ name, added, files }: RecordedImage): Promise<void> {
    for (const kind of KINDS) {
      const file = this.#file(kind, name);
      if (!files.includes(kind)) {
        await removeFile(file);
        continue;
      }
      await makeFolder(file.parent);
      const temporary = file.parent.join(temporaryName());
      await keepAsWell(this.#kept(kind, name), temporary);
      await moveInside(temporary, file);
    }
    if (added) await removeFile(this.#layout.image(name));
  }

  /** Makes sure that what was put back will be found after a power failure. */
  async sync(): Promise<void> {
    const { labels, backups, masks, originals, images } = this.#layout;
    for (const folder of [labels, backups, masks, originals, images])
      if (await exists(folder)) await syncFolder(folder);
  }

  async forgetFiles(): Promise<void> {
    await removeFolder(this.path.join('before'));
  }

  async remove(): Promise<void> {
    await removeFolder(this.path);
  }
}

async function importsIn({ imports }: ProjectLayout): Promise<string[]> {
  return (await namesIn(imports)).filter(isPlainName);
}

/** Removes what imports left that a crash ended before they began. */
export async function removeUnbegun(layout: ProjectLayout): Promise<void> {
  for (const name of await importsIn(layout)) {
    const folder = new ImportFolder(layout, name);
    if ((await folder.read()) === null) await folder.remove();
  }
}

/** The imports of a project that began, the newest first. Throws a StudioError. */
export async function listImports(layout: ProjectLayout): Promise<ImportRecord[]> {
  const records: ImportRecord[] = [];
  for (const name of (await importsIn(layout)).sort().reverse()) {
    const record = await new ImportFolder(layout, name).read();
    if (record) records.push(record);
  }
  return records;
}
