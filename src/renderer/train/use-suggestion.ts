import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Output } from '../../shared/contract.ts';
import { oneLine } from '../../shared/errors.ts';
import { type TrainingConfig, trainingConfigSchema } from '../../shared/schemas/training.ts';
import { useStudio } from '../app/studio-context.tsx';

export interface Settings {
  /** What was found for machine and data; undefined until then. */
  readonly suggestion: Output<'training.suggest'> | undefined;
  /** Why nothing is suggested. */
  readonly problem: string | undefined;
  /** What will be trained with: the suggestion with the user's changes. */
  readonly config: TrainingConfig;
  readonly changed: boolean;
  change(change: Partial<TrainingConfig>): void;
  reset(): void;
}

/**
 * `enabled`: nothing is timed while a training has the machine. `last`: what was trained with before, which goes before the
 * suggestion.
 */
export function useSuggestion(enabled: boolean, last: TrainingConfig | undefined): Settings {
  const { call, jobsStore } = useStudio();
  const run = useStore(jobsStore, store => store.run);
  const [suggestion, setSuggestion] = useState<Output<'training.suggest'>>();
  const [problem, setProblem] = useState<string>();
  /** Null once the user went back to the suggestion. */
  const [changes, setChanges] = useState<Partial<TrainingConfig> | null>({});
  useEffect(() => {
    if (!enabled || suggestion) return;
    run('Choosing settings', job => call('training.suggest', { job })).then(setSuggestion, error =>
      setProblem(oneLine(error)),
    );
  }, [call, run, enabled, suggestion]);
  const suggested = { ...trainingConfigSchema.parse({}), ...suggestion?.config };
  const change = (more: Partial<TrainingConfig>) => setChanges(before => ({ ...(before ?? suggested), ...more }));
  const config = changes ? { ...suggested, ...last, ...changes } : suggested;
  return {
    suggestion,
    problem,
    config,
    changed: (Object.keys(config) as (keyof TrainingConfig)[]).some(
      key => JSON.stringify(config[key]) !== JSON.stringify(suggested[key]),
    ),
    change,
    reset: () => setChanges(null),
  };
}
