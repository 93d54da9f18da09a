import type { Handlers } from '../../shared/contract.ts';
import type { Publish } from '../../shared/emitter.ts';
import type { ProjectModels } from '../inspection/project-models.ts';
import type { Jobs } from '../jobs/jobs.ts';

type ModelCalls = Pick<Handlers, Extract<keyof Handlers, `model.${string}`>>;

export interface ModelCallsOptions {
  readonly models: ProjectModels;
  readonly jobs: Jobs;
  readonly publish: Publish;
}

/** The calls that measure a trained model, have it predict many pictures, and take it elsewhere. */
export function createModelCalls({ models, jobs, publish }: ModelCallsOptions): ModelCalls {
  return {
    'model.evaluate': ({ job, ...choices }) => jobs.run(job, context => models.evaluate(choices, context)),
    'model.predict': ({ job, ...choices }) => jobs.run(job, context => models.predict(choices, context)),
    'model.preLabel': ({ job, ...choices }) =>
      jobs.run(job, context =>
        models.preLabel(choices, context, (image, revision) => publish('labels.changed', { image, revision })),
      ),
    'model.export': ({ job, ...choices }) => jobs.run(job, context => models.export(choices, context)),
  };
}
