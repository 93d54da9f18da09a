import { useEffect, useState } from 'react';
import type { OpenVideo } from '../../shared/contract-collect.ts';
import { oneLine } from '../../shared/errors.ts';
import { clampFrame, frameAfterJump } from '../app/frame-times.ts';
import { lastPlace, type Place, rememberPlace } from '../app/last-place.ts';
import { type Studio, useProject, useStudio } from '../app/studio-context.tsx';
import type { JobsStore } from '../stores/jobs-store.ts';

/** The video in which the player stands. */
export type VideoState =
  | { readonly kind: 'none' }
  | { readonly kind: 'opening'; readonly path: string }
  | { readonly kind: 'failed'; readonly problem: string }
  | {
      readonly kind: 'open';
      readonly video: OpenVideo;
      readonly frame: number;
      readonly maskOutside: boolean;
      /** Goes to a frame; one outside the video is the nearest in it. The player in Collect goes there, too. */
      show(frame: number): void;
      /** Goes about so many seconds on, or back. */
      jump(seconds: number): void;
    };

/** A video that is open, at a frame. */
export type ShownVideo = Extract<VideoState, { kind: 'open' }>;

/** Opens a video and has its frames counted. */
export async function openWhole(
  { call, run }: Pick<Studio, 'call'> & Pick<JobsStore, 'run'>,
  path: string,
): Promise<OpenVideo> {
  const open = await call('video.open', { path });
  if (open.isIndexed) return open;
  const { video } = open;
  return { ...open, isIndexed: true, ...(await run('Opening the video', job => call('video.index', { video, job }))) };
}

/** Opens, once it is wanted, the video of the player in Collect at the frame where that stands. */
export function useVideo(isWanted: boolean): VideoState {
  const { call, jobsStore } = useStudio();
  const { folder } = useProject();
  const { run } = jobsStore.getState();
  const [place, setPlace] = useState<Place | null>(() => lastPlace(folder));
  const [opened, setOpened] = useState<OpenVideo | { problem: string }>();
  const path = isWanted ? place?.path : undefined;
  useEffect(() => {
    if (path === undefined) return;
    let current = true;
    openWhole({ call, run }, path).then(
      video => current && setOpened(video),
      error => current && setOpened({ problem: oneLine(error) }),
    );
    return () => {
      current = false;
    };
  }, [path, call, run]);
  if (!place) return { kind: 'none' };
  if (!opened) return { kind: 'opening', path: place.path };
  if ('problem' in opened) return { kind: 'failed', ...opened };
  const { timesMs } = opened;
  const frame = clampFrame(timesMs, place.frame);
  const show = (wanted: number) => {
    const next = { ...place, frame: clampFrame(timesMs, wanted) };
    rememberPlace(folder, next);
    setPlace(next);
  };
  return {
    kind: 'open',
    video: opened,
    frame,
    maskOutside: place.maskOutside === true,
    show,
    jump: seconds => show(frameAfterJump(timesMs, frame, seconds)),
  };
}
