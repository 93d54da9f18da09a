import type { Handlers } from '../../shared/contract.ts';
import type { Inspector } from '../inspection/inspector.ts';
import type { Jobs } from '../jobs/jobs.ts';

type InspectCalls = Pick<Handlers, Extract<keyof Handlers, `inspect.${string}`>>;

/** The calls of the Inspect stage. */
export function createInspectCalls({ inspector, jobs }: { inspector: Inspector; jobs: Jobs }): InspectCalls {
  return {
    'inspect.model': ({ model, job }) => jobs.run(job, context => inspector.describe(model, context)),
    'inspect.images': ({ paths }) => inspector.disk.list(paths),
    'inspect.picture': ({ source }, gone) => inspector.picture(source, gone),
    'inspect.input': choices => inspector.input(choices),
    'inspect.predict': ({ job, ...choices }) => jobs.run(job, context => inspector.predict(choices, context)),
  };
}
