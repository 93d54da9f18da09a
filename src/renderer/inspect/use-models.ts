import { useCallback } from 'react';
import type { InspectedModel, ModelFacts } from '../../shared/contract-inspect.ts';
import type { RunSummary } from '../../shared/contract-training.ts';
import { STARTER } from '../../shared/starter.ts';
import { bestRun } from '../../shared/training/best-run.ts';
import { useStudio } from '../app/studio-context.tsx';
import type { Choices } from './choices.ts';
import { type Newest, useNewest } from './use-newest.ts';

/** Model files that are remembered. */
const REMEMBERED = 20;

export interface Models {
  readonly runs: readonly RunSummary[];
  /** Paths of those opened from disk. */
  readonly files: readonly string[];
  readonly chosen: InspectedModel;
  /** Of the chosen one. */
  readonly facts: Newest<ModelFacts>;
  choose(model: InspectedModel): void;
  /** Throws a StudioError for a file that is no crack model. */
  open(path: string): Promise<void>;
  /** Takes a file out of the list. */
  forget(path: string): void;
}

/** The models that can look: those of the project's runs, those opened from disk, and the starting model. */
export function useModels(
  runs: readonly RunSummary[],
  choices: Choices,
  change: (part: Partial<Choices>) => void,
): Models {
  const { call, jobsStore } = useStudio();
  const { run } = jobsStore.getState();
  const { modelFiles: files } = choices;
  const all: readonly InspectedModel[] = [
    ...runs.map(({ name }) => ({ kind: 'run', run: name }) as const),
    ...files.map(path => ({ kind: 'file', path }) as const),
    { kind: STARTER },
  ];
  const best = bestRun(runs);
  const first: InspectedModel = best ? { kind: 'run', run: best.name } : all[0];
  const chosen = all.find(model => keyOf(model) === (choices.model && keyOf(choices.model))) ?? first;
  const load = (model: InspectedModel) => run('Loading the model', job => call('inspect.model', { model, job }));
  return {
    ...{ runs, files, chosen },
    facts: useNewest(keyOf(chosen), () => load(chosen)),
    choose: useCallback(model => change({ model }), [change]),
    async open(path) {
      const model = { kind: 'file', path } as const;
      await load(model);
      change({ model, modelFiles: [path, ...files.filter(other => other !== path)].slice(0, REMEMBERED) });
    },
    forget: path => change({ model: null, modelFiles: files.filter(other => other !== path) }),
  };
}

/** Names a model in the list. */
export function keyOf(model: InspectedModel): string {
  return JSON.stringify(model);
}
