import { ActionIcon, Button, Group, Menu, Tooltip, VisuallyHidden } from '@mantine/core';
import {
  IconChevronLeft,
  IconChevronRight,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
} from '@tabler/icons-react';
import { useState } from 'react';
import { withKey } from '../app/keys.ts';
import { PlayerButton } from '../app/player-parts.tsx';
import { Clock } from './clock.tsx';
import classes from './collect.module.css';
import { rateText, SPEEDS } from './shuttle.ts';
import { Timeline } from './timeline.tsx';
import { useCollect, useCollectStore } from './use-collect.ts';
import { playerShortcuts } from './use-collect-shortcuts.ts';

/** Play, step, and where in the video this is. `url`: what is played, or null. */
export function TransportBar({ url }: { url: string | null }) {
  const canPlay = url !== null;
  const { play, back, frameBack, frameOn, on } = playerShortcuts(useCollect());
  const rate = useCollectStore(store => store.rate);
  return (
    <section className={classes.bar} aria-label="Player">
      <Timeline url={url} />
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
        <Speed canPlay={canPlay} />
        <div style={{ flex: 1 }} />
        <Clock />
      </Group>
    </section>
  );
}

/** The speed of play; the one that is chosen counts from the next start on, too. */
function Speed({ canPlay }: { canPlay: boolean }) {
  const { player } = useCollect();
  const rate = useCollectStore(store => store.rate);
  const [speed, setSpeed] = useState(1);
  const choose = (chosen: number) => {
    setSpeed(chosen);
    player.current?.setSpeed(chosen);
  };
  return (
    <Menu position="top-start">
      <Menu.Target>
        <Button size="compact-xs" variant="subtle" color="gray" disabled={!canPlay}>
          <VisuallyHidden>Speed of play</VisuallyHidden>
          {rateText(rate === 0 ? speed : rate)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {SPEEDS.map(each => (
          <Menu.Item key={each} onClick={() => choose(each)}>
            {rateText(each)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
