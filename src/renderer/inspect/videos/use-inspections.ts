import { useCallback, useEffect, useState } from 'react';
import type { Output } from '../../../shared/contract.ts';
import type { InspectedModel } from '../../../shared/contract-inspect.ts';
import type { InspectionId, InspectionRow } from '../../../shared/contract-inspections.ts';
import { attempt } from '../../app/notify.ts';
import { useStudio } from '../../app/studio-context.tsx';
import type { JobRunner } from '../../app/use-job.ts';
import { useInspectionJob, type Wanted } from './use-inspection-job.ts';

export interface Inspections {
  /** The latest first; undefined until they are known. */
  readonly list: readonly InspectionRow[] | undefined;
  /** The one at work, and why the last one failed. */
  readonly runner: JobRunner;
  readonly isRunning: boolean;
  /** The one that is reviewed: as chosen, or the latest that came to its end. */
  readonly shown: InspectionId | undefined;
  show(id: InspectionId): void;
  /** Inspects videos one after the other, or goes on with them; `ended` is told of each. */
  start(videos: readonly Wanted[], model: InspectedModel, ended: (id: InspectionId) => void): void;
}

/** The inspections of the project's videos: those that are there, and the one that runs. */
export function useInspections(): Inspections {
  const { call } = useStudio();
  const [known, setKnown] = useState<Output<'inspections.list'>>();
  const [chosen, show] = useState<InspectionId>();
  const refresh = useCallback(async () => setKnown(await call('inspections.list', {})), [call]);
  useEffect(() => attempt(refresh), [refresh]);
  const { runner, isRunning, inspect } = useInspectionJob(known?.running ?? null, refresh);
  const list = known?.inspections;
  const latest = list?.find(({ events }) => events !== null);
  const shown = chosen ?? (latest && { video: latest.video, time: latest.time });
  return {
    list,
    runner,
    isRunning,
    shown,
    show,
    start: (videos, model, ended) =>
      attempt(() =>
        inspect(videos, model, id => {
          show(id);
          ended(id);
        }),
      ),
  };
}
