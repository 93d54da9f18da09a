import type { RunSummary } from '../contract-training.ts';

/** The run with the best val Dice of those that have a model; of equals the one that comes first, which is the newest. */
export function bestRun(runs: readonly RunSummary[]): RunSummary | undefined {
  const withModel = runs.filter(run => run.model && run.best);
  return withModel.reduce<RunSummary | undefined>(
    (best, run) => (diceOf(run) > diceOf(best) ? run : (best ?? run)),
    undefined,
  );
}

function diceOf(run: RunSummary | undefined): number {
  return run?.best?.dice ?? Number.NEGATIVE_INFINITY;
}
