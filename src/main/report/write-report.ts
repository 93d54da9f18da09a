import { writeFileAtomic } from '../../node/atomic-file.ts';
import { pathOf } from '../../node/project-path.ts';
import { renderReport } from '../../shared/report/render-report.tsx';
import { measurementsCsv } from '../measure/write-measurements.ts';
import type { GatheredReport } from './gather-report.ts';
import type { LoadedTemplate } from './read-template.ts';
import type { ReportFiles } from './report-files.ts';
import { reportDocument, reportRecords } from './report-records.ts';

/** Writes a report for people, and the same for other programs. Throws a StudioError. */
export async function writeReport(
  { data, records }: GatheredReport,
  { template }: LoadedTemplate,
  files: Omit<ReportFiles, 'pdf'>,
): Promise<void> {
  const rows = reportRecords(data, records);
  await writeFileAtomic(files.csv, measurementsCsv(rows));
  await writeFileAtomic(files.json, `${JSON.stringify(reportDocument(data, rows), null, 1)}\n`);
  await writeFileAtomic(files.html, renderReport(data, template));
}

/** Prints the HTML of a report that is written. Throws a StudioError. */
export async function writePdf(
  { html, pdf }: Pick<ReportFiles, 'html' | 'pdf'>,
  print: (html: string) => Promise<Uint8Array>,
): Promise<void> {
  await writeFileAtomic(pdf, await print(pathOf(html)));
}
