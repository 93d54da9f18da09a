import type { Handlers } from '../../shared/contract.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { ProjectReports } from '../report/project-reports.ts';

type ReportCalls = Pick<Handlers, Extract<keyof Handlers, `report.${string}`>>;

/** The calls that make reports of inspections. */
export function createReportCalls({ reports, jobs }: { reports: ProjectReports; jobs: Jobs }): ReportCalls {
  return {
    'report.fields': () => reports.fields(),
    'report.make': ({ job, ...choices }) => jobs.run(job, context => reports.make(choices, context)),
  };
}
