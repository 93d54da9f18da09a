import type { Handlers } from '../../shared/contract.ts';
import type { InspectionReview } from '../inspection/videos/inspection-review.ts';
import type { ProjectInspections } from '../inspection/videos/project-inspections.ts';
import type { Jobs } from '../jobs/jobs.ts';

type InspectionCalls = Pick<Handlers, Extract<keyof Handlers, `inspections.${string}`>>;

/** The calls that inspect whole videos. */
export function createInspectionCalls(to: {
  inspections: ProjectInspections;
  review: InspectionReview;
  jobs: Jobs;
}): InspectionCalls {
  const { inspections, review, jobs } = to;
  return {
    'inspections.start': choices => jobs.run(choices.job, context => inspections.start(choices, context)),
    'inspections.reference': choices => jobs.run(choices.job, context => inspections.reference(choices, context)),
    'inspections.list': () => inspections.list(),
    'inspections.read': id => review.read(id),
    'inspections.judge': ({ event, verdict, remark, ...id }) => review.judge(id, event, verdict, remark),
    'inspections.keep': ({ job, ...choices }) => jobs.run(job, context => review.keep(choices, context)),
    'inspections.askNext': ({ count, ...id }) => review.askNext(id, count),
    'inspections.look': ({ frame, ...id }) => review.look(id, frame),
    'inspections.compare': ({ first, second }) => review.compare(first, second),
  };
}
