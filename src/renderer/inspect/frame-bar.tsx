import { ActionIcon, Button, Group, Slider, Text, Tooltip } from '@mantine/core';
import {
  IconChevronLeft,
  IconChevronRight,
  IconMovie,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { formatTime } from '../../shared/time.ts';
import { goToStage } from '../app/go-to-stage.ts';
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
        <Verb label="Back 1 s (←)" onClick={() => jump(-1)}>
          <IconPlayerTrackPrev size={17} />
        </Verb>
        <Verb label="One frame back (,)" onClick={() => show(frame - 1)}>
          <IconChevronLeft size={20} />
        </Verb>
        <Verb label="One frame on (.)" onClick={() => show(frame + 1)}>
          <IconChevronRight size={20} />
        </Verb>
        <Verb label="On 1 s (→)" onClick={() => jump(1)}>
          <IconPlayerTrackNext size={17} />
        </Verb>
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
        <Text span size="sm" fw={600} data-testid="frame" style={{ whiteSpace: 'nowrap' }}>
          {`Frame ${frame}`}
          <Text span size="sm" c="dimmed" fw={400}>{` of 0–${info.frames - 1}`}</Text>
        </Text>
      </Group>
    </section>
  );
}

function Verb({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={32} variant="subtle" color="gray" aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
