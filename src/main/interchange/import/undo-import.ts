import { namesIn } from '../../../node/folders.ts';
import type { ProjectPath } from '../../../node/project-path.ts';
import type { Undone } from '../../../shared/contract-interchange.ts';
import { usageError } from '../../../shared/errors.ts';
import { type LabelDocument, labelDocumentSchema } from '../../../shared/schemas/label.ts';
import { exists } from '../../files/listing.ts';
import { readText } from '../../files/read.ts';
import type { JobContext } from '../../jobs/jobs.ts';
import type { ProjectLayout } from '../../layout/project-layout.ts';
import type { OpenProject } from '../../project/open-project.ts';
import { ImportFolder, type ImportRecord, listImports, type RecordedImage } from './import-record.ts';
import { restoreLists } from './import-splits.ts';

/** Images at a time, between which edits get their turn. */
const BATCH = 50;

/** The import that an undo would take back: the newest that was not taken back yet. */
export async function lastImport(layout: ProjectLayout): Promise<ImportRecord | null> {
  return (await listImports(layout)).find(({ state }) => state !== 'undone') ?? null;
}

/** Takes the newest import back. Throws a StudioError; done again, it goes on where it was. */
export async function undoLastImport(project: OpenProject, context: JobContext): Promise<Undone> {
  const record = await lastImport(project.layout);
  if (!record) throw usageError('There is no import that could be undone.');
  return undoImport(project, record, context);
}

export async function undoImport(
  project: OpenProject,
  record: ImportRecord,
  { progress }: Pick<JobContext, 'progress'>,
): Promise<Undone> {
  const folder = new ImportFolder(project.layout, record.id);
  const kept: string[] = [];
  let [restored, removed] = [0, 0];
  for (let start = 0; start < record.images.length; start += BATCH) {
    progress(start, record.images.length, 'Undoing the import');
    await project.labels.exclusively(async () => {
      for (const image of record.images.slice(start, start + BATCH)) {
        const state = await stateOf(project.layout, image, record);
        if (state === 'edited') kept.push(image.name);
        if (state !== 'imported') continue;
        await folder.restore(image);
        if (image.added) removed++;
        else restored++;
      }
    });
  }
  await folder.sync();
  await removeClasses(project, record);
  if (record.splits) await restoreLists(project.layout.training, record.splits);
  await folder.write({ ...record, state: 'undone' });
  await folder.forgetFiles();
  return { id: record.id, source: record.source, restored, removed, kept };
}

/** `imported`: as the import left it; `before`: as it was before; otherwise somebody has worked on it. */
async function stateOf(
  layout: ProjectLayout,
  image: RecordedImage,
  { at, by }: ImportRecord,
): Promise<'imported' | 'before' | 'edited'> {
  const document = await readDocument(layout.label(image.name));
  if (document === 'damaged') return 'edited';
  if (document === null) {
    const isThere = image.added && (await exists(layout.image(image.name)));
    if (!isThere) return 'before';
    // A mask that another tool has made since is somebody's work.
    return (await exists(layout.mask(image.name))) ? 'edited' : 'imported';
  }
  const { revision, changed } = document;
  if (revision === image.revision && !image.added) return 'before';
  return revision === image.revision + 1 && changed?.at === at && changed.by === by ? 'imported' : 'edited';
}

async function readDocument(path: ProjectPath): Promise<LabelDocument | null | 'damaged'> {
  if (!(await exists(path))) return null;
  try {
    return labelDocumentSchema.parse(JSON.parse(await readText(path)));
  } catch {
    return 'damaged';
  }
}

/** Classes that came with the import go, unless a label has come to use them since. */
async function removeClasses(project: OpenProject, { newClasses }: ImportRecord): Promise<void> {
  const { classes } = project.project;
  const ours = new Set(classes.map(({ name }) => name).filter(name => newClasses.includes(name)));
  if (ours.size === 0) return;
  const { labels } = project.layout;
  for (const file of await namesIn(labels)) {
    const document = file.endsWith('.json') ? await readDocument(labels.join(file)) : null;
    if (document === null || document === 'damaged') continue;
    for (const label of document.labels) ours.delete(label.class);
  }
  const left = classes.filter(({ name }) => !ours.has(name));
  if (left.length > 0) await project.update({ classes: left });
}
