import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Output } from '../../shared/contract.ts';
import { oneLine } from '../../shared/errors.ts';
import { type TrainingConfig, trainingConfigSchema } from '../../shared/schemas/training.ts';
import { useStudio } from '../app/studio-context.tsx';

/** What is planned for until another time is chosen. */
const USUAL_MINUTES = 20;

export interface Settings {
  /** What was found for machine and data; undefined until then. */
  readonly suggestion: Output<'training.suggest'> | undefined;
  /** Why nothing is suggested. */
  readonly problem: string | undefined;
  /** What will be trained with: the suggestion with the user's changes. */
  readonly config: TrainingConfig;
  readonly changed: boolean;
  /** How long it may take. */
  readonly minutes: number;
  setMinutes(minutes: number): void;
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
  const [minutes, setMinutes] = useState(USUAL_MINUTES);
  useEffect(() => {
    if (!enabled || suggestion?.config.minutes === minutes) return;
    setProblem(undefined);
    run('Choosing settings', job => call('training.suggest', { minutes, job })).then(setSuggestion, error =>
      setProblem(oneLine(error)),
    );
  }, [call, run, enabled, suggestion, minutes]);
  const suggested = { ...trainingConfigSchema.parse({}), ...suggestion?.config };
  // Who counts epochs wants these, however long they take.
  const counted = { minutes: 0, steps: 0 };
  const change = (more: Partial<TrainingConfig>) =>
    setChanges(before => ({ ...(before ?? suggested), ...(more.epochs !== undefined && counted), ...more }));
  const config = changes ? { ...suggested, ...last, ...changes } : suggested;
  return {
    suggestion,
    problem,
    config,
    changed: (Object.keys(config) as (keyof TrainingConfig)[]).some(
      key => JSON.stringify(config[key]) !== JSON.stringify(suggested[key]),
    ),
    minutes,
    setMinutes(next) {
      setChanges(null);
      setMinutes(next);
    },
    change,
    reset: () => setChanges(null),
  };
}
