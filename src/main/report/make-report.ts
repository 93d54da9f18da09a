import { pathOf } from '../../node/project-path.ts';
import { oneLine, usageError } from '../../shared/errors.ts';
import { byStanding } from '../../shared/report/report-data.ts';
import type { JobContext } from '../jobs/jobs.ts';
import { gatherReport } from './gather-report.ts';
import { type LoadedTemplate, PLAIN, PROJECT_TEMPLATE, readTemplate } from './read-template.ts';
import type { ReportWishes } from './report-wishes.ts';
import { writePdf, writeReport } from './write-report.ts';

export interface MadeReport {
  readonly findings: number;
  readonly opinions: number;
  readonly unit: 'px' | 'mm';
  /** Why no PDF could be made, should one have been wanted; the other files are written all the same. */
  readonly pdfProblem: string | null;
}

/** Makes the report of an inspection that came to its end: HTML, CSV, JSON, and a PDF if it is wanted. Throws a StudioError. */
export async function makeReport(wishes: ReportWishes, { signal, progress }: JobContext): Promise<MadeReport> {
  const { files, print } = wishes;
  const template = await templateOf(wishes);
  const classes = wishes.classes ?? template.classes;
  const gathered = await gatherReport({
    ...{ ...wishes, template, classes, signal },
    onProgress: (done, total) => progress(done, total, `${done} of ${total} cracks measured`),
  });
  progress(1, 1, 'writing');
  await writeReport(gathered, template, files);
  let pdfProblem: string | null = null;
  if (print) {
    progress(0, 0, 'printing');
    await writePdf(files, html => print(html, signal)).catch(error => {
      signal.throwIfAborted();
      pdfProblem = oneLine(error);
    });
  }
  const { finding, opinion } = byStanding(gathered.data.events);
  return { findings: finding.length, opinions: opinion.length, unit: gathered.data.unit, pdfProblem };
}

/** The template that is named, or the project's own, or the plain one. Throws a StudioError. */
export async function templateOf({
  template,
  layout,
}: Pick<ReportWishes, 'template' | 'layout'>): Promise<LoadedTemplate> {
  if (template === null) return (layout && (await readTemplate(layout.root.at(PROJECT_TEMPLATE)))) ?? PLAIN;
  const named = await readTemplate(template);
  if (!named) throw usageError(`There is no template ${pathOf(template)}: check the path.`);
  return named;
}
