import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import {
  IconChevronLeft,
  IconChevronRight,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
} from '@tabler/icons-react';
import { formatTime } from '../../shared/time.ts';
import { withKey } from '../app/keys.ts';
import { FrameNumber, PlayerButton } from '../app/player-parts.tsx';
import classes from './collect.module.css';
import { rateText } from './shuttle.ts';
import { Timeline } from './timeline.tsx';
import { useCollect, useCollectStore } from './use-collect.ts';
import { playerShortcuts } from './use-collect-shortcuts.ts';

/** Play, step, and where in the video this is. */
export function TransportBar({ canPlay }: { canPlay: boolean }) {
  const { play, back, frameBack, frameOn, on } = playerShortcuts(useCollect());
  const rate = useCollectStore(store => store.rate);
  return (
    <section className={classes.bar} aria-label="Player">
      <Timeline />
      <Group gap="xs" mt={2} wrap="nowrap">
        <PlayerButton shortcut={back}>
          <IconPlayerTrackPrev size={17} />
        </PlayerButton>
        <PlayerButton shortcut={frameBack}>
          <IconChevronLeft size={20} />
        </PlayerButton>
        <Tooltip label={canPlay ? withKey(play) : 'This codec does not play here yet; step instead'}>
          <ActionIcon
            size={38}
            radius="xl"
            variant="filled"
            disabled={!canPlay}
            aria-label={rate === 0 ? 'Play' : 'Pause'}
            onClick={play.run}
          >
            {rate === 0 ? <IconPlayerPlayFilled size={18} /> : <IconPlayerPauseFilled size={18} />}
          </ActionIcon>
        </Tooltip>
        <PlayerButton shortcut={frameOn}>
          <IconChevronRight size={20} />
        </PlayerButton>
        <PlayerButton shortcut={on}>
          <IconPlayerTrackNext size={17} />
        </PlayerButton>
        <Text size="xs" c="dimmed" w={90}>
          {rateText(rate)}
        </Text>
        <div style={{ flex: 1 }} />
        <Clock />
      </Group>
    </section>
  );
}

function Clock() {
  const { timesMs, info, isIndexed } = useCollectStore(store => store.video);
  const frame = useCollectStore(store => store.frame);
  return (
    <Group gap="md" wrap="nowrap" align="baseline">
      <span className={classes.time} data-testid="time">
        {formatTime(timesMs[frame])}
      </span>
      <Text span size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {`of ${formatTime(info.durationMs)}`}
      </Text>
      <FrameNumber frame={frame} frames={info.frames} isExact={isIndexed} />
    </Group>
  );
}
