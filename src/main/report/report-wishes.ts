import type { FilePath, ProjectPath } from '../../node/project-path.ts';
import type { ScaleSource } from '../../shared/measure/scale.ts';
import type { WidthClasses } from '../../shared/measure/width-classes.ts';
import type { DistanceMark } from '../../shared/report/distance.ts';
import type { ProjectLayout } from '../layout/project-layout.ts';
import type { PrintPdf } from './print-pdf.ts';
import type { ReportFiles } from './report-files.ts';

/** What a person says of a report beside what the inspection's files hold. */
export interface ReportWishes {
  /** Of the inspection. */
  readonly folder: ProjectPath;
  /** The project around it, which has runs, videos, a template and scales; null without one. */
  readonly layout: ProjectLayout | null;
  readonly files: ReportFiles;
  /** In place of the project's. */
  readonly template: FilePath | null;
  /** Of the template's fields, by their names. */
  readonly values: Readonly<Record<string, string>>;
  /** In place of the one that is kept for the video. */
  readonly scale: ScaleSource | null;
  /** In place of the template's. */
  readonly classes: WidthClasses | null;
  readonly distance: readonly DistanceMark[];
  /** An `evaluation.json`, in place of the one beside the model. */
  readonly evaluation: FilePath | null;
  /** The video, where it does not lie in the project. */
  readonly video: FilePath | null;
  readonly cache?: string | undefined;
  /** Makes a PDF as well. */
  readonly print: PrintPdf | null;
}
