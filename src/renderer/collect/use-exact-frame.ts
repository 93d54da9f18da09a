import { useEffect, useState } from 'react';
import { notifyError } from '../app/notify.ts';
import { useStudio } from '../app/studio-context.tsx';
import { useCollectStore } from './use-collect.ts';

export interface ExactFrame {
  readonly frame: number;
  readonly url: string;
}

/** Stays within which the frame changes again are passed over, ms: whoever holds a key wants to get on. */
const SETTLE_MS = 70;

/** The last frame that came to rest, as the exact picture, once it is decoded; null before the first. */
export function useExactFrame(frame: number, isStill: boolean): ExactFrame | null {
  const { call } = useStudio();
  const { video, isIndexed } = useCollectStore(store => store.video);
  const [exact, setExact] = useState<ExactFrame | null>(null);
  useEffect(() => {
    // Before the frames are counted only the first is known.
    if (!isStill || !(isIndexed || frame === 0)) return;
    const outdated = new AbortController();
    const { signal } = outdated;
    const load = async () => {
      const { url } = await call('video.frame', { video, frame, job: crypto.randomUUID() }, signal);
      const image = new Image();
      image.src = url;
      await image.decode();
      if (!signal.aborted) setExact({ frame, url });
    };
    const timer = setTimeout(() => load().catch(error => signal.aborted || notifyError(error)), SETTLE_MS);
    return () => {
      outdated.abort();
      clearTimeout(timer);
    };
  }, [call, video, isIndexed, frame, isStill]);
  return exact;
}
