import type { RunComparison } from '../../shared/contract-compare.ts';
import type { RunExamples, RunSummary } from '../../shared/contract-training.ts';
import { resolveInside } from '../files/resolve-inside.ts';
import type { JobContext } from '../jobs/jobs.ts';
import type { SpawnWorker } from '../jobs/worker-host.ts';
import type { ProjectHolder } from '../project/project-holder.ts';
import { compareProjectRuns } from './compare-project-runs.ts';
import { readExamples } from './examples.ts';
import type { ProjectTrainings } from './project-trainings.ts';
import { deleteRun, existingRun, listRuns, type RunRecord, readRun, renameRun } from './runs.ts';

export interface ProjectRunsOptions {
  readonly project: ProjectHolder;
  /** A run that is being trained is not changed. */
  readonly trainings: ProjectTrainings;
  readonly spawnWorker: SpawnWorker;
}

/** The runs that trainings of the open project left behind. All throw a StudioError. */
export class ProjectRuns {
  readonly #options: ProjectRunsOptions;

  constructor(options: ProjectRunsOptions) {
    this.#options = options;
  }

  get #layout() {
    return this.#options.project.get().layout;
  }

  async list(): Promise<RunSummary[]> {
    return listRuns(this.#layout.models);
  }

  async read(run: string): Promise<RunRecord> {
    return readRun(this.#layout.models, run);
  }

  async examples(run: string): Promise<RunExamples | null> {
    return readExamples(resolveInside(this.#layout.models, run));
  }

  /** Has the best models of two runs predict the same val images. */
  async compare([first, second]: readonly [string, string], context: JobContext): Promise<RunComparison> {
    const { models, training } = this.#layout;
    const runs = [await existingRun(models, first), await existingRun(models, second)] as const;
    return compareProjectRuns({ runs, training, spawnWorker: this.#options.spawnWorker, ...context });
  }

  async rename(run: string, name: string): Promise<RunSummary> {
    const to = name.trim();
    await this.#options.trainings.changeRun(run, models => renameRun(models, run, to).then(() => to));
    return (await this.read(to)).run;
  }

  async delete(run: string): Promise<void> {
    await this.#options.trainings.changeRun(run, models => deleteRun(models, run).then(() => null));
  }
}
