import type { Handlers } from '../../shared/contract.ts';
import type { ProjectDataset } from '../dataset/project-dataset.ts';
import type { ProjectHealth } from '../health/project-health.ts';
import type { Jobs } from '../jobs/jobs.ts';

export interface DatasetCallsOptions {
  readonly dataset: ProjectDataset;
  readonly health: ProjectHealth;
  readonly jobs: Jobs;
}

type DatasetCalls = Pick<Handlers, Extract<keyof Handlers, `dataset.${string}`>>;

/** The calls about the images that a training learns from. */
export function createDatasetCalls({ dataset, health, jobs }: DatasetCallsOptions): DatasetCalls {
  return {
    'dataset.summary': ({ job }) => jobs.run(job, context => dataset.summary(context)),
    'dataset.likeness': ({ job }) => jobs.run(job, context => health.likeness(context)),
    'dataset.check': ({ job, ...choices }) => jobs.run(job, context => health.check(choices, context)),
    'dataset.prepare': ({ job, ...choices }) =>
      jobs.run(job, async context => {
        await dataset.prepare(choices, context);
        return dataset.summary(context);
      }),
  };
}
