import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { RunComparison } from '../../shared/contract-compare.ts';
import { oneLine } from '../../shared/errors.ts';
import { useStudio } from '../app/studio-context.tsx';

export interface Comparison {
  /** Undefined until it is done. */
  readonly found: RunComparison | undefined;
  /** Why there is none. */
  readonly problem: string | undefined;
}

/** Compares two runs once both are chosen; ends the work when others are, or none. */
export function useComparison(first: string | undefined, second: string | null): Comparison {
  const { call, jobsStore } = useStudio();
  const run = useStore(jobsStore, store => store.run);
  const [comparison, setComparison] = useState<Comparison>({ found: undefined, problem: undefined });
  useEffect(() => {
    setComparison({ found: undefined, problem: undefined });
    if (first === undefined || second === null) return;
    let wanted = true;
    let started = '';
    const work = run(`Comparing ${first} with ${second}`, job => {
      started = job;
      return call('runs.compare', { runs: [first, second], job });
    });
    work.then(
      found => wanted && setComparison({ found, problem: undefined }),
      error => wanted && setComparison({ found: undefined, problem: oneLine(error) }),
    );
    return () => {
      wanted = false;
      // Not running any more is no error, and nobody waits for the answer.
      call('job.cancel', { job: started }).catch(() => {});
    };
  }, [call, run, first, second]);
  return comparison;
}
