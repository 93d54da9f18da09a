import type { Handlers } from '../../shared/contract.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { ProjectRuns } from '../training/project-runs.ts';
import type { ProjectTrainings } from '../training/project-trainings.ts';

export interface TrainingCallsOptions {
  readonly trainings: ProjectTrainings;
  readonly runs: ProjectRuns;
  readonly jobs: Jobs;
}

type TrainingCalls = Pick<Handlers, Extract<keyof Handlers, `training.${string}` | `runs.${string}`>>;

/** The calls about trainings and the runs they leave behind. */
export function createTrainingCalls({ trainings, runs, jobs }: TrainingCallsOptions): TrainingCalls {
  return {
    'training.suggest': ({ minutes, job }) => jobs.run(job, context => trainings.suggest(minutes, context)),
    'training.start': async ({ config, reasons }) => trainings.start(config, reasons),
    'training.resume': input => trainings.resume(input),
    'training.stop': async () => ({ found: trainings.stop() }),
    'training.current': async () => ({ training: trainings.current }),
    'runs.list': async () => ({ runs: await runs.list() }),
    'runs.read': ({ run }) => runs.read(run),
    'runs.examples': async ({ run }) => ({ examples: await runs.examples(run) }),
    'runs.compare': ({ runs: pair, job }) => jobs.run(job, context => runs.compare(pair, context)),
    'runs.rename': async ({ run, name }) => ({ run: await runs.rename(run, name) }),
    'runs.delete': async ({ run }) => {
      await runs.delete(run);
      return {};
    },
  };
}
