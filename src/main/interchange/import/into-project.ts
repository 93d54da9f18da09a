import { basename, resolve } from 'node:path';
import type { Undone } from '../../../shared/contract-interchange.ts';
import type { InterchangeReport } from '../../../shared/interchange/report.ts';
import { type LabelClass, withClass } from '../../../shared/schemas/project.ts';
import { exists } from '../../files/listing.ts';
import type { JobContext } from '../../jobs/jobs.ts';
import { LabelStore } from '../../labels/label-store.ts';
import { projectLayout } from '../../layout/project-layout.ts';
import { openProject } from '../../project/open-project.ts';
import { createProject, readProject } from '../../project/project-file.ts';
import { type ExportOptions, exportLabels } from '../export/export-labels.ts';
import { importLabels, previewImport } from './import-labels.ts';
import type { ImportOptions } from './import-source.ts';
import { undoLastImport } from './undo-import.ts';

/** What an import into a folder would do, be it a project or not yet. Writes nothing, not even a lock. Throws a StudioError. */
export async function previewInto(
  folder: string,
  options: ImportOptions,
  context: JobContext,
): Promise<InterchangeReport> {
  const isThere = await isProject(folder);
  const classes = isThere ? (await readProject(folder)).project.classes : [];
  const store = await readOnlyStore(folder, classes.length > 0 ? classes : withClass([], 'crack'));
  return previewImport({ folder, classes: classes.map(({ name }) => name), labels: store }, options, context);
}

/**
 * Imports labels into the project in a folder; where there is none, one is made that bears the folder's name and has the
 * classes of the labels. Throws a StudioError; a project that was to be made is not there then.
 */
export async function importInto(
  folder: string,
  options: ImportOptions,
  context: JobContext,
): Promise<{ report: InterchangeReport; notices: readonly string[] }> {
  if (!(await isProject(folder))) {
    const preview = await previewInto(folder, options, context);
    if (preview.problem) return { report: preview, notices: [] };
    await makeProject(folder, preview);
  }
  const project = await openProject(folder);
  try {
    return { report: await importLabels(project, options, context), notices: project.notices };
  } finally {
    await project.close();
  }
}

async function makeProject(folder: string, preview: InterchangeReport): Promise<void> {
  const classes = preview.newClasses.length > 0 ? preview.newClasses : undefined;
  await createProject(folder, basename(resolve(folder)), classes);
}

export async function undoInto(folder: string, context: JobContext): Promise<Undone> {
  const project = await openProject(folder);
  try {
    return await undoLastImport(project, context);
  } finally {
    await project.close();
  }
}

/** Exports the labels of the project in a folder, be it open elsewhere or not. Throws a StudioError. */
export async function exportFrom(
  folder: string,
  options: ExportOptions,
  context: JobContext,
): Promise<InterchangeReport> {
  const { project } = await readProject(folder);
  const store = await readOnlyStore(folder, project.classes);
  return exportLabels({ folder, classes: project.classes, labels: store }, options, context);
}

/** Takes no lock and writes nothing. */
async function readOnlyStore(folder: string, classes: readonly LabelClass[]): Promise<LabelStore> {
  const readOnly = 'Nothing is to be written.';
  const list = { get: () => classes, set() {}, save: async () => {} };
  return (await LabelStore.open({ layout: projectLayout(folder), classes: list, readOnly, by: '' })).store;
}

async function isProject(folder: string): Promise<boolean> {
  const { file, fileBackup } = projectLayout(folder);
  return (await exists(file)) || (await exists(fileBackup));
}
