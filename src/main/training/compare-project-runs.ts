import type { ProjectPath } from '../../node/project-path.ts';
import type { RunComparison } from '../../shared/contract-compare.ts';
import { compareRuns } from '../inspection/compare-runs.ts';
import type { JobContext } from '../jobs/jobs.ts';
import type { SpawnWorker } from '../jobs/worker-host.ts';

export interface ProjectComparison extends JobContext {
  /** The folders of two runs of the project. */
  readonly runs: readonly [ProjectPath, ProjectPath];
  /** The project's training folder. */
  readonly training: ProjectPath;
  readonly spawnWorker: SpawnWorker;
}

/**
 * Compares two runs of a project on val as a training judges them: at 0.5, each model shown pictures as it was trained. On the CPU: a
 * training may have the graphics card. Throws a StudioError.
 */
export function compareProjectRuns({ runs, training, spawnWorker, signal, progress }: ProjectComparison) {
  let failure: string | undefined;
  const comparison = compareRuns({
    ...{ runs, spawnWorker, signal },
    ...{ split: 'val', threshold: 0.5, mode: 'trained', device: 'cpu', seed: 42 },
    // Its own: a project that was moved or copied has it in another place than its runs remember, and what a run of a stranger
    // names elsewhere is not read.
    locate: () => training,
    onImage: (done, total) => progress(done, total, `image ${done} of ${total}`),
    onFailure: line => {
      failure ??= line;
    },
  });
  return comparison.then(
    (compared): RunComparison =>
      failure === undefined
        ? compared
        : { ...compared, notes: [...compared.notes, `Not every image could be counted: ${failure}`] },
  );
}
