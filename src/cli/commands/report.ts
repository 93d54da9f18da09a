import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { StudioError, usageError } from '../../shared/errors.ts';
import { parseDistance } from '../../shared/report/distance.ts';
import { folder } from '../arguments.ts';
import { interruption } from '../interruption.ts';
import { jobContext, outputOf } from '../output.ts';
import { CLASSES_HELP, scaleOf } from './measure.ts';

interface Flags {
  readonly out?: string;
  readonly pdf?: boolean;
  readonly template?: string;
  readonly set: Record<string, string>;
  readonly scale?: string;
  readonly classes?: string;
  readonly distance?: string;
  readonly evaluation?: string;
  readonly video?: string;
}

/** `studio report INSPECTION`: what an inspection found, for people to read and sign. */
export function reportCommand(): Command {
  const command = new Command()
    .description(
      'the report of an inspection: one HTML file with pictures, measurements and plots, CSV and JSON beside it',
    )
    .argument('<inspection>', 'a folder that studio inspect made, <video>/<time>', folder('<inspection>'))
    .option('--out <file>', 'the HTML; CSV, JSON and PDF lie beside it (default: report.html in the inspection)')
    .option('--pdf', 'a PDF as well, by the Chromium, Chrome or Edge of this machine')
    .option('--template <file>', "the company's template, YAML or JSON (default: report.yaml of the project)")
    .option('--set <field>', 'what stands in a field of the template, "asset=Bridge 12"; again for each', setField, {})
    .option(
      '--scale <scale>',
      'mm a px, or a JSON file that says how the scale is known; without one, figures are in px',
    )
    .option('--classes <classes>', CLASSES_HELP)
    .option('--distance <marks>', 'times of the video with metres along the asset, "0s=0 60s=12.5"')
    .option('--evaluation <file>', "evaluation.json with the model's test figures (default: the one in its run)")
    .option(
      '--video <file>',
      'the video, where it does not lie in the project; without it widths come from masks alone',
    );
  return command.action(async (path: string, flags: Flags) => {
    const { projectLayout } = await import('../../main/layout/project-layout.ts');
    const { makeReport } = await import('../../main/report/make-report.ts');
    const { printWithChromium } = await import('../../main/report/print-pdf.ts');
    const { reportFiles } = await import('../../main/report/report-files.ts');
    const { enclosingProject, projectPath } = await import('../../node/project-path.ts');
    const output = outputOf(command);
    const project = await enclosingProject(resolve(path));
    const files = reportFiles(flags.out ?? join(path, 'report.html'));
    const { readWidthClasses } = await import('../../main/measure/read-width-classes.ts');
    const classes = flags.classes === undefined ? null : await readWidthClasses(flags.classes);
    const { template = null, set, distance, evaluation = null, video = null } = flags;
    const { context, end } = jobContext(output, interruption());
    const wishes = {
      ...{ folder: projectPath(path), layout: project === undefined ? null : projectLayout(project), files },
      ...{ template, values: set, classes, evaluation, video, print: flags.pdf ? printWithChromium : null },
      scale: await scaleOf({ scale: flags.scale, line: [] }),
      distance: distance === undefined ? [] : parseDistance(distance),
    };
    const made = await makeReport(wishes, context).finally(end);
    const { findings, opinions, unit, pdfProblem } = made;
    output.print({ ...files, ...made, pdf: flags.pdf && pdfProblem === null ? files.pdf : null }, String(files.html));
    const confirmed = findings === 1 ? '1 finding' : `${findings} findings`;
    output.note(
      `${confirmed}, ${opinions} not confirmed, measured in ${unit === 'px' ? 'px, for there is no scale' : 'mm'}`,
    );
    if (pdfProblem !== null) throw new StudioError(pdfProblem);
  });
}

function setField(text: string, fields: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw usageError(`--set wants a field and what stands there, "asset=Bridge 12", not "${text}".`);
  return { ...fields, [text.slice(0, at).trim()]: text.slice(at + 1).trim() };
}
