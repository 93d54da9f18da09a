import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Advice, DatasetSummary } from '../../shared/contract-dataset.ts';
import { attempt } from '../app/notify.ts';
import { useStudio } from '../app/studio-context.tsx';

/** What the data mean for a training, in words. */
export interface DataState {
  /** "96 images, 12 to validate". */
  readonly text: string;
  /** Why nothing can be trained, or null. */
  readonly hindrance: string | null;
  /** What the user may want to do first, or null. */
  readonly notice: Advice | null;
}

export function useDataState(): DataState {
  const { call, jobsStore } = useStudio();
  const run = useStore(jobsStore, store => store.run);
  const [summary, setSummary] = useState<DatasetSummary>();
  useEffect(() => {
    attempt(async () => setSummary(await run('Looking at the data', job => call('dataset.summary', { job }))));
  }, [call, run]);
  return dataState(summary);
}

export function dataState(summary: DatasetSummary | undefined): DataState {
  if (!summary) return { text: '', hindrance: null, notice: null };
  const { split, eligible, advice } = summary;
  const text = split
    ? `${split.train.images} images, ${split.val.images} to validate`
    : `${eligible} images, some of them to validate`;
  const problem = advice.find(({ state }) => state === 'problem');
  // Whoever prepared may train, even if the images went out of the list since.
  const hindrance = problem && !split ? problem.text : null;
  const notice = advice.find(({ id }) => id === 'split') ?? advice.find(({ id }) => id === 'sides');
  return { text, hindrance, notice: hindrance ? null : (notice ?? null) };
}
