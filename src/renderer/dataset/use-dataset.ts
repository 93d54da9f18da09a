import { useDidUpdate } from '@mantine/hooks';
import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { DatasetSummary, SplitRecord } from '../../shared/contract-dataset.ts';
import { oneLine } from '../../shared/errors.ts';
import { SEEDS } from '../../shared/random.ts';
import { attempt } from '../app/notify.ts';
import { useProject, useProjectStore, useStudio } from '../app/studio-context.tsx';

/** How the images are to be dealt. */
export interface SplitChoices {
  readonly seed: number;
  /** Share of each class that validates, %. */
  readonly valPercent: number;
  readonly minValPos: number | 'auto';
  readonly group: 'auto' | 'file' | 'video';
}

/** The data of the project as this stage shows them, and what can be done with them. */
export interface Dataset {
  /** Undefined until counted. */
  readonly summary: DatasetSummary | undefined;
  readonly problem: string | undefined;
  readonly preparing: boolean;
  readonly choices: SplitChoices;
  choose(change: Partial<SplitChoices>): void;
  prepare(): void;
  refresh(): void;
  setTrainUnverified(value: boolean): void;
}

const DEFAULTS: SplitChoices = { seed: SEEDS.default, valPercent: 10, minValPos: 'auto', group: 'auto' };

export function useDataset(): Dataset {
  const { call, jobsStore } = useStudio();
  const run = useStore(jobsStore, store => store.run);
  const { settings } = useProject().project;
  const update = useProjectStore(store => store.update);
  const [summary, setSummary] = useState<DatasetSummary>();
  const [problem, setProblem] = useState<string>();
  const [preparing, setPreparing] = useState(false);
  const [chosen, setChosen] = useState<Partial<SplitChoices>>({});
  const choices = { ...DEFAULTS, ...(summary?.split?.record && fromRecord(summary.split.record)), ...chosen };

  const show = useCallback(async (asked: Promise<DatasetSummary>) => {
    try {
      setSummary(await asked);
      setProblem(undefined);
    } catch (error) {
      setProblem(oneLine(error));
    }
  }, []);
  const refresh = useCallback(
    () => void show(run('Counting crack pixels', job => call('dataset.summary', { job }))),
    [call, run, show],
  );
  useEffect(refresh, [refresh]);
  // Which images count depends on this setting.
  useDidUpdate(refresh, [settings.trainUnverified]);

  return {
    summary,
    problem,
    preparing,
    choices,
    choose: change => setChosen(before => ({ ...before, ...change })),
    prepare() {
      setPreparing(true);
      const { seed, valPercent, minValPos, group } = choices;
      const input = { seed, minValPos, valRatio: valPercent / 100, ...(group !== 'auto' && { group }) };
      const prepared = run('Preparing', job => call('dataset.prepare', { ...input, job }));
      void show(prepared).finally(() => setPreparing(false));
    },
    refresh,
    setTrainUnverified: value => attempt(() => update({ settings: { ...settings, trainUnverified: value } })),
  };
}

/** The rule stays on automatic: it then follows the names. */
function fromRecord({ seed, valRatio, minValPos }: SplitRecord) {
  return { seed, minValPos, valPercent: Math.round(100 * valRatio) };
}
