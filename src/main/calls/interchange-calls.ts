import type { Handlers } from '../../shared/contract.ts';
import { FORMATS } from '../interchange/formats/formats.ts';
import type { ProjectInterchange } from '../interchange/project-interchange.ts';
import type { Jobs } from '../jobs/jobs.ts';

export interface InterchangeCallsOptions {
  readonly interchange: ProjectInterchange;
  readonly jobs: Jobs;
}

type InterchangeCalls = Pick<Handlers, Extract<keyof Handlers, `interchange.${string}`>>;

/** The calls that bring labels in from other tools and take them out. */
export function createInterchangeCalls({ interchange, jobs }: InterchangeCallsOptions): InterchangeCalls {
  return {
    'interchange.formats': async () => ({
      formats: FORMATS.map(({ id, title, write }) => ({ id, title, writes: write !== undefined })),
    }),
    'interchange.recognise': async ({ path }) => ({ found: await interchange.recognise(path) }),
    'interchange.plan': ({ job, ...choices }) => jobs.run(job, context => interchange.plan(choices, context)),
    'interchange.import': ({ job, ...choices }) => jobs.run(job, context => interchange.import(choices, context)),
    'interchange.lastImport': async () => ({ last: await interchange.last() }),
    'interchange.undoImport': ({ job }) => jobs.run(job, context => interchange.undo(context)),
    'interchange.export': ({ job, ...choices }) => jobs.run(job, context => interchange.export(choices, context)),
  };
}
