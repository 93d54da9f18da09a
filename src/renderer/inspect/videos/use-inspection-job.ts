import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { InspectedModel } from '../../../shared/contract-inspect.ts';
import type { InspectionId } from '../../../shared/contract-inspections.ts';
import type { EventExports } from '../../../shared/schemas/inspection.ts';
import { attempt, notify } from '../../app/notify.ts';
import { useStudio } from '../../app/studio-context.tsx';
import { type JobRunner, useJob } from '../../app/use-job.ts';

/** How often it is asked whether an inspection that was begun elsewhere has ended, ms. */
const ASK_AGAIN = 2000;

export interface Wanted {
  /** Full path. */
  readonly video: string;
  /** The inspection to go on with. */
  readonly resume?: string;
  readonly exports: EventExports;
}

export interface InspectionJob {
  readonly runner: JobRunner;
  readonly isRunning: boolean;
  /** Inspects one video after the other; `ended` is told of each. One that fails does not end the others. */
  inspect(videos: readonly Wanted[], model: InspectedModel, ended: (id: InspectionId) => void): Promise<void>;
}

/** Runs inspections, and knows the one that was begun before this stage was shown: `running`, its job. */
export function useInspectionJob(running: string | null, refresh: () => Promise<void>): InspectionJob {
  const { call, jobsStore } = useStudio();
  const own = useJob();
  const earlier = useStore(jobsStore, store => store.jobs.find(({ id }) => id === running));
  const isCancelled = useRef(false);
  const isElsewhere = running !== null && !own.job;
  useEffect(() => {
    if (!isElsewhere) return;
    const timer = setInterval(() => attempt(refresh), ASK_AGAIN);
    return () => clearInterval(timer);
  }, [isElsewhere, refresh]);
  const unknown = { id: running ?? '', label: 'Inspecting', done: 0, total: 0, text: '', cancelling: false };
  const cancel = () => {
    isCancelled.current = true;
    if (own.job) own.cancel();
    else if (running !== null) attempt(() => call('job.cancel', { job: running }));
  };
  return {
    runner: { ...own, job: own.job ?? earlier ?? (isElsewhere ? unknown : undefined), cancel },
    isRunning: Boolean(own.job) || running !== null,
    async inspect(videos, model, ended) {
      isCancelled.current = false;
      for (const { video, resume, exports } of videos) {
        const name = video.split(/[\\/]/).at(-1);
        const usual = { every: 'auto', mode: 'trained', device: 'cpu' } as const;
        const choices = { ...usual, ...exports, model, video, ...(resume !== undefined && { resume }) };
        const id = await own.run(`Inspecting ${name}`, job => call('inspections.start', { ...choices, job }));
        await refresh();
        if (id) ended(id);
        if (isCancelled.current) return;
        if (!id && videos.length > 1) notify(`${name} could not be inspected.`);
      }
    },
  };
}
