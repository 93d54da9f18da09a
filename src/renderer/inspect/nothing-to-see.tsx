import { Button, Text } from '@mantine/core';
import { goToStage } from '../app/go-to-stage.ts';
import type { PictureKind } from '../app/inspect-source.ts';
import { Spinner } from '../app/spinner.tsx';
import classes from './inspect.module.css';
import type { VideoState } from './use-video.ts';

/** Why there is no picture, and what to do. */
export function NothingToSee({ kind, video }: { kind: PictureKind; video: VideoState }) {
  if (kind === 'frame' && video.kind === 'opening') {
    return (
      <div className={classes.wait} role="status">
        <Spinner label={`Opening ${video.path}`} />
      </div>
    );
  }
  const problem = kind === 'frame' && video.kind === 'failed' ? video.problem : undefined;
  const advice =
    kind === 'frame'
      ? 'No video is open: open one in Collect, and press I at a frame.'
      : 'There are no images yet: open some from disk, or collect frames of a video.';
  return (
    <div className={classes.wait} role="status">
      <Text c={problem ? 'red' : 'dimmed'} maw={480} ta="center">
        {problem ?? advice}
      </Text>
      <Button onClick={() => goToStage('collect')}>Go to Collect</Button>
    </div>
  );
}
