import type { FilePath } from '../../node/project-path.ts';
import { usageError } from '../../shared/errors.ts';

/** The files of a report; they differ in their endings. */
export interface ReportFiles {
  readonly html: FilePath;
  readonly csv: FilePath;
  readonly json: FilePath;
  readonly pdf: FilePath;
}

/** The files beside an HTML file. Throws a usage error for a name that does not end in .html. */
export function reportFiles(html: string): ReportFiles {
  if (!/[^/\\]\.html$/i.test(html))
    throw usageError(`A report is an HTML file: name one that ends in .html, not "${html}".`);
  const other = (ending: string) => html.replace(/html$/i, ending);
  return { html, csv: other('csv'), json: other('json'), pdf: other('pdf') };
}
