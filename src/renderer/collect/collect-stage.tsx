import { useCallback, useEffect, useState } from 'react';
import type { OpenVideo } from '../../shared/contract-collect.ts';
import { lastPlace, rememberPlace } from '../app/last-place.ts';
import { notify, notifyError } from '../app/notify.ts';
import { useProject, useStudio } from '../app/studio-context.tsx';
import { OPENING } from './opening.tsx';
import { VideoChooser } from './video-chooser.tsx';
import { VideoPlayer } from './video-player.tsx';

/** Play a video, mark the ROI, save frames. */
export function CollectStage() {
  const { call, jobsStore } = useStudio();
  const { folder } = useProject();
  const [video, setVideo] = useState<{ open: OpenVideo; frame: number } | null>(null);
  const [opening, setOpening] = useState<string | null>(null);

  const openVideo = useCallback(
    async (path: string, frame = 0) => {
      setOpening(path);
      try {
        const open = await jobsStore.getState().run(OPENING, job => call('video.open', { path, job }));
        if (open.notice) notify(open.notice);
        rememberPlace(folder, { path, frame });
        setVideo({ open, frame });
      } catch (error) {
        notifyError(error);
      } finally {
        setOpening(null);
      }
    },
    [call, jobsStore, folder],
  );

  // After a reload, or on the way back from another stage, the video is where it was.
  useEffect(() => {
    const place = lastPlace(folder);
    if (place) void openVideo(place.path, place.frame);
  }, [folder, openVideo]);

  if (!video) return <VideoChooser opening={opening} onOpen={path => void openVideo(path)} />;
  const close = () => {
    rememberPlace(folder, null);
    setVideo(null);
  };
  return <VideoPlayer key={video.open.video} video={video.open} firstFrame={video.frame} onClose={close} />;
}
