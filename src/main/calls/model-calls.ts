import type { Handlers } from '../../shared/contract.ts';
import type { ProjectModels } from '../inspection/project-models.ts';
import type { Jobs } from '../jobs/jobs.ts';

type ModelCalls = Pick<Handlers, Extract<keyof Handlers, `model.${string}`>>;

/** The calls that measure a trained model, have it predict many pictures, and take it elsewhere. */
export function createModelCalls({ models, jobs }: { models: ProjectModels; jobs: Jobs }): ModelCalls {
  return {
    'model.evaluate': ({ job, ...choices }) => jobs.run(job, context => models.evaluate(choices, context)),
    'model.predict': ({ job, ...choices }) => jobs.run(job, context => models.predict(choices, context)),
    'model.export': ({ job, ...choices }) => jobs.run(job, context => models.export(choices, context)),
  };
}
