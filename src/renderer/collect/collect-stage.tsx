import { useCallback, useEffect, useState } from 'react';
import type { OpenVideo } from '../../shared/contract-collect.ts';
import type { PictureForm } from '../../shared/schemas/video.ts';
import { lastPlace, rememberPlace } from '../app/last-place.ts';
import { notify, notifyError } from '../app/notify.ts';
import { useProject, useStudio } from '../app/studio-context.tsx';
import { VideoChooser } from './video-chooser.tsx';
import { VideoPlayer } from './video-player.tsx';

/** A video on the screen. `opened` counts: opened once more, everything about it is new. */
interface Shown {
  readonly open: OpenVideo;
  readonly frame: number;
  readonly opened: number;
}

/** Play a video, mark the ROI, save frames. */
export function CollectStage() {
  const { call } = useStudio();
  const { folder } = useProject();
  const [video, setVideo] = useState<Shown | null>(null);
  const [opening, setOpening] = useState<string | null>(null);

  const openVideo = useCallback(
    async (path: string, frame = 0, form?: PictureForm) => {
      setOpening(path);
      try {
        const open = await call('video.open', { path, ...(form && { form }) });
        if (open.notice) notify(open.notice);
        rememberPlace(folder, { path, frame });
        setVideo(before => ({ open, frame, opened: (before?.opened ?? 0) + 1 }));
      } catch (error) {
        notifyError(error);
      } finally {
        setOpening(null);
      }
    },
    [call, folder],
  );

  // After a reload, or on the way back from another stage, the video is where it was.
  useEffect(() => {
    const place = lastPlace(folder);
    if (place) void openVideo(place.path, place.frame);
  }, [folder, openVideo]);

  if (!video) return <VideoChooser opening={opening} onOpen={path => void openVideo(path)} />;
  const { open, frame, opened } = video;
  const close = () => {
    rememberPlace(folder, null);
    setVideo(null);
  };
  const reopen = (form?: PictureForm) => void openVideo(open.info.path, lastPlace(folder)?.frame ?? 0, form);
  return <VideoPlayer key={opened} video={open} firstFrame={frame} onClose={close} onReopen={reopen} />;
}
