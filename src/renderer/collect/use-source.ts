import { useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { OpenVideo } from '../../shared/contract-collect.ts';
import { notifyError } from '../app/notify.ts';
import { useStudio } from '../app/studio-context.tsx';

/** What the `<video>` plays. */
export interface Source {
  /** null while there is nothing that plays: frames are shown one by one then. */
  readonly url: string | null;
  readonly isProxy: boolean;
  /** While a proxy is made. */
  readonly making: { readonly percent: number } | null;
  cancel(): void;
  /** The player says that the file does not play here. */
  onFailure(): void;
}

/** The file itself where Chromium plays it, else a proxy, which is made the first time. */
export function useSource(video: OpenVideo): Source {
  const { call, jobsStore } = useStudio();
  const [url, setUrl] = useState(video.playable ? video.url : null);
  const [job, setJob] = useState<string | null>(null);
  const begun = useRef(false);
  const running = useStore(jobsStore, ({ jobs }) => jobs.find(({ id }) => id === job));

  const makeProxy = useCallback(async () => {
    if (begun.current) return;
    begun.current = true;
    setUrl(null);
    try {
      const made = await jobsStore.getState().run('Preview', id => {
        setJob(id);
        return call('video.proxy', { video: video.video, job: id });
      });
      setUrl(made.url);
    } catch (error) {
      notifyError(error);
    } finally {
      setJob(null);
    }
  }, [call, jobsStore, video]);

  useEffect(() => {
    if (!video.playable) void makeProxy();
  }, [video, makeProxy]);

  const percent = running && running.total > 0 ? Math.min(99, Math.round((100 * running.done) / running.total)) : 0;
  return {
    url,
    isProxy: url !== null && url !== video.url,
    making: job === null ? null : { percent },
    cancel: () => job !== null && void jobsStore.getState().cancel(job),
    onFailure: () => void makeProxy(),
  };
}
