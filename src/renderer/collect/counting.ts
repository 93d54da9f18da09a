import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Output } from '../../shared/contract.ts';
import type { OpenVideo } from '../../shared/contract-collect.ts';
import { type Studio, useStudio } from '../app/studio-context.tsx';
import type { Collect } from './use-collect.ts';

/** How far the counting of a video's frames is. */
export type Counting =
  | { readonly kind: 'done' }
  | { readonly kind: 'running'; readonly percent: number | null; readonly secondsLeft: number | null; cancel(): void }
  /** It was cancelled or went wrong. */
  | { readonly kind: 'stopped'; again(): void };

interface Run {
  readonly video: string;
  readonly job: string;
  readonly begun: number;
  readonly counted: Promise<Output<'video.index'>>;
}

/** The one of each page. It goes on when the stage is left; a video that is opened instead ends it. */
const runs = new WeakMap<Studio, Run>();

function countFrames(studio: Studio, video: string): Run {
  const before = runs.get(studio);
  if (before?.video === video) return before;
  const { run, cancel } = studio.jobsStore.getState();
  if (before) void cancel(before.job).catch(() => {});
  let job = '';
  const counted = run('Counting frames', id => {
    job = id;
    return studio.call('video.index', { video, job: id });
  });
  const begun = { video, job, begun: Date.now(), counted };
  runs.set(studio, begun);
  const ended = () => void (runs.get(studio) === begun && runs.delete(studio));
  counted.then(ended, ended);
  return begun;
}

/** Has the frames of a video counted behind the user's back; the store and the player are told when they are. */
export function useCounting(
  { store, player }: Collect,
  video: OpenVideo,
  onFailure: (error: unknown) => void,
): Counting {
  const studio = useStudio();
  const [run, setRun] = useState<Run | null>(null);
  const [isDone, setDone] = useState(video.isIndexed);
  const [attempt, setAttempt] = useState(0);
  const job = useStore(studio.jobsStore, ({ jobs }) => jobs.find(({ id }) => id === run?.job));

  useEffect(() => {
    if (isDone) return;
    // Each attempt asks once more.
    void attempt;
    let current = true;
    const begun = countFrames(studio, video.video);
    setRun(begun);
    begun.counted.then(
      found => {
        if (!current) return;
        store.getState().counted(found);
        player.current?.count(found.timesMs);
        setDone(true);
      },
      error => {
        if (!current) return;
        setRun(null);
        onFailure(error);
      },
    );
    return () => {
      current = false;
    };
  }, [studio, video, store, player, isDone, attempt, onFailure]);

  if (isDone) return { kind: 'done' };
  if (!run) return { kind: 'stopped', again: () => setAttempt(count => count + 1) };
  const share = job && job.total > 0 ? job.done / job.total : null;
  const seconds = (Date.now() - run.begun) / 1000;
  return {
    kind: 'running',
    percent: share === null ? null : Math.min(99, Math.floor(100 * share)),
    // The first moments tell nothing yet.
    secondsLeft: share && seconds > 2 ? Math.ceil((seconds * (1 - share)) / share) : null,
    cancel: () => void studio.jobsStore.getState().cancel(run.job).catch(onFailure),
  };
}
