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
import { videoShortcuts } from './use-inspect-shortcuts.ts';
import type { ShownVideo } from './use-video.ts';

/** Where in the video this is, and the way to other frames. */
export function FrameBar({ video }: { video: ShownVideo }) {
  const { timesMs, info } = video.video;
  const { frame, show } = video;
  const shortcuts = videoShortcuts(video);
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
        <PlayerButton shortcut={shortcuts.back}>
          <IconPlayerTrackPrev size={17} />
        </PlayerButton>
        <PlayerButton shortcut={shortcuts.frameBack}>
          <IconChevronLeft size={20} />
        </PlayerButton>
        <PlayerButton shortcut={shortcuts.frameOn}>
          <IconChevronRight size={20} />
        </PlayerButton>
        <PlayerButton shortcut={shortcuts.on}>
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
