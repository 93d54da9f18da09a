import { randomBytes } from 'node:crypto';
import { oneLine, StudioError } from '../../../shared/errors.ts';
import { inOurSpelling } from '../../../shared/interchange/map-classes.ts';
import type { InterchangeReport } from '../../../shared/interchange/report.ts';
import type { JobContext } from '../../jobs/jobs.ts';
import type { OpenProject } from '../../project/open-project.ts';
import { ImportApplication } from './apply-import.ts';
import { ImportFolder, removeUnbegun } from './import-record.ts';
import { reportOf } from './import-report.ts';
import { type ImportOptions, type ImportSource, openImportSource } from './import-source.ts';
import { planImport } from './plan-import.ts';
import type { PlannedProject } from './planned-project.ts';
import { undoImport } from './undo-import.ts';

/** What an import would do. Writes nothing. Throws a StudioError. */
export async function previewImport(
  project: PlannedProject,
  options: ImportOptions,
  context: JobContext,
): Promise<InterchangeReport> {
  const source = await openImportSource(options);
  try {
    return reportOf(source, await planImport(source, project, inSpellingOf(project, source, options), context), null);
  } finally {
    await source.close();
  }
}

/**
 * Brings the labels of another tool into a project, as one step that can be undone. All is read and decided before
 * anything is written; what fails or is aborted amid the writing is taken back. Writes nothing where nothing would come of
 * it, which the report says. Throws a StudioError.
 */
export async function importLabels(
  project: OpenProject,
  options: ImportOptions,
  context: JobContext,
): Promise<InterchangeReport> {
  if (project.readOnly) throw new StudioError(project.readOnly);
  const source = await openImportSource(options);
  try {
    const view = {
      folder: project.folder,
      classes: project.project.classes.map(({ name }) => name),
      labels: project.labels,
    };
    const settled = inSpellingOf(view, source, options);
    const plan = await planImport(source, view, settled, context);
    const preview = reportOf(source, plan, null);
    if (preview.problem) return preview;
    await removeUnbegun(project.layout);
    const id = newId();
    const application = new ImportApplication(source, project, settled, plan);
    try {
      const report = reportOf(source, await application.run(id, project.user, context), id);
      await new ImportFolder(project.layout, id).writeReport(report);
      return report;
    } catch (error) {
      throw await takeBack(project, application, id, error, context);
    }
  } finally {
    await source.close();
  }
}

function inSpellingOf({ classes }: PlannedProject, { reading }: ImportSource, options: ImportOptions): ImportOptions {
  return { ...options, classes: inOurSpelling(options.classes, reading.classes, classes) };
}

/** What to tell of an import that failed, after its part that was done is taken back. */
async function takeBack(
  project: OpenProject,
  { record }: ImportApplication,
  id: string,
  error: unknown,
  context: JobContext,
): Promise<unknown> {
  try {
    if (record) await undoImport(project, record, context);
    await new ImportFolder(project.layout, id).remove();
    return error;
  } catch {
    const why = oneLine(error);
    return new StudioError(
      `${why} A part of the labels is imported: undo the import once that is set right.`,
      'failure',
      { cause: error },
    );
  }
}

/** Sorts by time. */
function newId(): string {
  return `${new Date().toISOString().slice(0, 23).replace(/[-:.]/g, '')}-${randomBytes(3).toString('hex')}`;
}
