import { useCallback, useState } from 'react';
import { useStore } from 'zustand';
import { oneLine } from '../../shared/errors.ts';
import type { Job } from '../stores/jobs-store.ts';
import { useStudio } from './studio-context.tsx';

/** One long call after the other, and how far the present one is. */
export interface JobRunner {
  /** Undefined while nothing runs. */
  readonly job: Job | undefined;
  /** Why the last one failed, in one sentence. */
  readonly problem: string | undefined;
  /** Undefined when it failed. */
  run<T>(label: string, work: (job: string) => Promise<T>): Promise<T | undefined>;
  cancel(): void;
  forget(): void;
}

export function useJob(): JobRunner {
  const { jobsStore } = useStudio();
  const start = useStore(jobsStore, store => store.run);
  const stop = useStore(jobsStore, store => store.cancel);
  const [id, setId] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const job = useStore(jobsStore, store => store.jobs.find(each => each.id === id));
  const run = useCallback(
    async <T>(label: string, work: (job: string) => Promise<T>): Promise<T | undefined> => {
      setProblem(undefined);
      try {
        return await start(label, job => {
          setId(job);
          return work(job);
        });
      } catch (error) {
        setProblem(oneLine(error));
        return undefined;
      } finally {
        setId(undefined);
      }
    },
    [start],
  );
  return {
    job,
    problem,
    run,
    cancel: () => {
      if (id !== undefined) stop(id).catch(() => {});
    },
    forget: useCallback(() => setProblem(undefined), []),
  };
}
