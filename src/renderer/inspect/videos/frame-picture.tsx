import { Text } from '@mantine/core';
import { Spinner } from '../../app/spinner.tsx';
import { useStudio } from '../../app/studio-context.tsx';
import stage from '../inspect.module.css';
import { useNewest } from '../use-newest.ts';
import { openWhole } from '../use-video.ts';
import { SeenMasks } from './seen-masks.tsx';
import type { Look } from './use-look.ts';
import classes from './videos.module.css';

interface Props {
  /** Full path, where it is known. */
  readonly file: string | undefined;
  readonly frame: number;
  /** What the model saw in it; undefined until it is known. */
  readonly look: Look | undefined;
}

/** A frame of the inspected video with what the model saw. */
export function FramePicture({ file, frame, look }: Props) {
  const { call, jobsStore } = useStudio();
  const opened = useNewest(file, () => openWhole({ call, run: jobsStore.getState().run }, file!));
  const video = opened.answer?.video;
  const key = video && JSON.stringify([video, frame]);
  const { answer, problem } = useNewest(key, () => call('video.frame', { video: video!, frame }));
  const wrong = file === undefined ? 'The video is not where it was: open it again.' : (opened.problem ?? problem);
  if (answer) {
    return (
      <>
        <img className={classes.peak} src={answer.url} alt={`Frame ${frame}`} />
        {look && <SeenMasks look={look} />}
      </>
    );
  }
  return (
    <div className={stage.wait}>{wrong ? <Text c="red">{wrong}</Text> : <Spinner label="Reading the frame" />}</div>
  );
}
