import { Text } from '@mantine/core';
import { Spinner } from '../../app/spinner.tsx';
import { useStudio } from '../../app/studio-context.tsx';
import stage from '../inspect.module.css';
import { useNewest } from '../use-newest.ts';
import { openWhole } from '../use-video.ts';
import classes from './videos.module.css';

/** A frame of the inspected video as it is. `file`: full path, where it is known. */
export function FramePicture({ file, frame }: { readonly file: string | undefined; readonly frame: number }) {
  const { call, jobsStore } = useStudio();
  const opened = useNewest(file, () => openWhole({ call, run: jobsStore.getState().run }, file!));
  const video = opened.answer?.video;
  const key = video && JSON.stringify([video, frame]);
  const { answer, problem } = useNewest(key, () => call('video.frame', { video: video!, frame }));
  const wrong = file === undefined ? 'The video is not where it was: open it again.' : (opened.problem ?? problem);
  if (answer) return <img className={classes.peak} src={answer.url} alt={`Frame ${frame}`} />;
  return (
    <div className={stage.wait}>{wrong ? <Text c="red">{wrong}</Text> : <Spinner label="Reading the frame" />}</div>
  );
}
