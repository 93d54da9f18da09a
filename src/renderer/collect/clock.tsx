import { Group, Popover, Text, TextInput, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { oneLine } from '../../shared/errors.ts';
import { formatTime } from '../../shared/time.ts';
import { FrameNumber } from '../app/player-parts.tsx';
import classes from './collect.module.css';
import { frameMeant } from './frame-meant.ts';
import { useCollect, useCollectStore } from './use-collect.ts';

/** Where this is. A click, or a key, asks for another place. */
export function Clock() {
  const { askWhere } = useCollect();
  const { timesMs, info, isIndexed } = useCollectStore(store => store.video);
  const frame = useCollectStore(store => store.frame);
  const [isAsking, setAsking] = useState(false);
  askWhere.current = () => setAsking(true);
  return (
    // It goes at once, and the focus with it: the next key is for the player.
    <Popover opened={isAsking} onChange={setAsking} position="top-end" trapFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <UnstyledButton onClick={() => setAsking(asking => !asking)}>
          <VisuallyHidden>Go to a time or frame</VisuallyHidden>
          <Group gap="md" wrap="nowrap" align="baseline">
            <span className={classes.time} data-testid="time">
              {formatTime(timesMs[frame])}
            </span>
            <Text span size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
              {`of ${formatTime(info.durationMs)}`}
            </Text>
            <FrameNumber frame={frame} frames={info.frames} isExact={isIndexed} />
          </Group>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Where onDone={() => setAsking(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Where({ onDone }: { onDone(): void }) {
  const { player } = useCollect();
  const { timesMs } = useCollectStore(store => store.video);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const go = (event: FormEvent) => {
    event.preventDefault();
    try {
      player.current?.show(frameMeant(text, timesMs));
      onDone();
    } catch (error) {
      setProblem(oneLine(error));
    }
  };
  return (
    <form onSubmit={go}>
      <TextInput
        size="xs"
        w={230}
        label="Go to"
        description="a frame (83) or a time (12.5s, 00:01:02.5)"
        value={text}
        error={problem}
        onChange={event => setText(event.currentTarget.value)}
        data-autofocus
      />
    </form>
  );
}
