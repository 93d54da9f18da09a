import { Button, Group, Slider, Text } from '@mantine/core';
import {
  IconChevronLeft,
  IconChevronRight,
  IconMovie,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
} from '@tabler/icons-react';
import { formatTime } from '../../shared/time.ts';
import { goToStage } from '../app/go-to-stage.ts';
import { FrameNumber, PlayerButton } from '../app/player-parts.tsx';
import classes from './inspect.module.css';
import type { VideoState } from './use-video.ts';

/** Where in the video this is, and the way to other frames. */
export function FrameBar({ video }: { video: Extract<VideoState, { kind: 'open' }> }) {
  const { timesMs, info } = video.video;
  const { frame, show, jump } = video;
  const time = formatTime(timesMs[frame]);
  return (
    <section className={classes.bar} aria-label="Video frame">
      <Slider
        size="sm"
        min={0}
        max={timesMs.length - 1}
        value={frame}
        onChange={show}
        label={null}
        thumbLabel="Timeline"
        thumbProps={{ 'aria-valuetext': `${time}, frame ${frame}` }}
      />
      <Group gap="xs" wrap="nowrap" mt={8}>
        <PlayerButton label="Back 1 s (←)" onClick={() => jump(-1)}>
          <IconPlayerTrackPrev size={17} />
        </PlayerButton>
        <PlayerButton label="One frame back (,)" onClick={() => show(frame - 1)}>
          <IconChevronLeft size={20} />
        </PlayerButton>
        <PlayerButton label="One frame on (.)" onClick={() => show(frame + 1)}>
          <IconChevronRight size={20} />
        </PlayerButton>
        <PlayerButton label="On 1 s (→)" onClick={() => jump(1)}>
          <IconPlayerTrackNext size={17} />
        </PlayerButton>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<IconMovie size={15} />}
          onClick={() => goToStage('collect')}
        >
          Show in Collect
        </Button>
        <div style={{ flex: 1 }} />
        <Text span fw={600} data-testid="time">
          {time}
        </Text>
        <FrameNumber frame={frame} frames={info.frames} />
      </Group>
    </section>
  );
}
