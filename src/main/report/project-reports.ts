import { pathOf } from '../../node/project-path.ts';
import type { Input, Output } from '../../shared/contract.ts';
import { parseDistance } from '../../shared/report/distance.ts';
import type { JobContext } from '../jobs/jobs.ts';
import { classesNamed } from '../measure/read-width-classes.ts';
import type { ProjectHolder } from '../project/project-holder.ts';
import { fieldRows } from './field-rows.ts';
import { makeReport, templateOf } from './make-report.ts';
import { type PrintPdf, printWithChromium } from './print-pdf.ts';

interface ProjectReportsOptions {
  readonly project: ProjectHolder;
  /** Default: the machine's Chromium. */
  readonly printPdf?: PrintPdf;
  readonly cache?: string;
}

/** Makes reports of the inspections of the open project, into their folders. All throw a StudioError. */
export class ProjectReports {
  readonly #options: ProjectReportsOptions;

  constructor(options: ProjectReportsOptions) {
    this.#options = options;
  }

  /** What can be filled in, as the template has it. */
  async fields(): Promise<Output<'report.fields'>> {
    const { layout, user } = this.#options.project.get();
    const { template: read, classes } = await templateOf({ layout, template: null });
    const values = fieldRows(read.fields, {}, { inspector: user });
    const fields = read.fields.map(({ name, label }, i) => ({ name, label, value: values[i][1] }));
    return { fields, classes: classes?.title ?? null };
  }

  async make(
    { video, time, values, classes, distance, pdf }: Omit<Input<'report.make'>, 'job'>,
    context: JobContext,
  ): Promise<Output<'report.make'>> {
    const { project, printPdf = printWithChromium, cache } = this.#options;
    const { layout } = project.writable();
    const folder = layout.inspection(video, time);
    const file = (ending: string) => folder.join(`report.${ending}`);
    const files = { html: file('html'), csv: file('csv'), json: file('json'), pdf: file('pdf') };
    const wishes = {
      ...{ folder, layout, files, values, cache, template: null, print: pdf ? printPdf : null },
      classes: classes === undefined ? null : classesNamed(classes),
      distance: distance === undefined ? [] : parseDistance(distance),
      ...{ scale: null, evaluation: null, video: null },
    };
    const made = await makeReport(wishes, context);
    const hasPdf = pdf && made.pdfProblem === null;
    return { ...made, html: pathOf(files.html), pdf: hasPdf ? pathOf(files.pdf) : null };
  }
}
