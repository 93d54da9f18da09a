import type { Handlers } from '../../shared/contract.ts';
import type { ProjectInspections } from '../inspection/videos/project-inspections.ts';
import type { Jobs } from '../jobs/jobs.ts';

type InspectionCalls = Pick<Handlers, Extract<keyof Handlers, `inspections.${string}`>>;

/** The calls that inspect whole videos. */
export function createInspectionCalls(to: { inspections: ProjectInspections; jobs: Jobs }): InspectionCalls {
  const { inspections, jobs } = to;
  return {
    'inspections.start': choices => jobs.run(choices.job, context => inspections.start(choices, context)),
    'inspections.reference': choices => jobs.run(choices.job, context => inspections.reference(choices, context)),
    'inspections.list': () => inspections.list(),
    'inspections.read': id => inspections.read(id),
    'inspections.judge': ({ event, verdict, remark, ...id }) => inspections.judge(id, event, verdict, remark),
  };
}
