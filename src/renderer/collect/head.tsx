import { ActionIcon, Button, Text, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconRefresh, IconX } from '@tabler/icons-react';
import { formatTime } from '../../shared/time.ts';
import classes from './collect.module.css';
import type { Counting } from './counting.ts';
import { useCollect, useCollectStore } from './use-collect.ts';
import type { Source } from './use-source.ts';

interface Props {
  readonly source: Source;
  readonly counting: Counting;
}

/** What video this is, and what is going on with it. */
export function Head({ source, counting }: Props) {
  const { close } = useCollect();
  const { name, info, isIndexed } = useCollectStore(store => store.video);
  const fps = Number(info.averageFps.toFixed(2));
  const rate = info.variableRate ? `${fps} fps on average` : `${fps} fps`;
  const frames = isIndexed ? `${info.frames} frames` : `about ${info.frames} frames`;
  return (
    <header className={classes.head}>
      <Tooltip label="Other videos">
        <ActionIcon variant="subtle" color="gray" aria-label="Other videos" onClick={close}>
          <IconArrowLeft size={18} />
        </ActionIcon>
      </Tooltip>
      <Text component="h1" m={0} fw={600} truncate title={info.path}>
        {name}
      </Text>
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {`${info.width} × ${info.height} · ${rate} · ${frames} · ${info.codec}`}
      </Text>
      <div style={{ flex: 1 }} />
      <CountingState counting={counting} />
      {source.making && (
        <Doing
          text={`Making a preview that plays here: ${source.making.percent} %. Stepping works meanwhile.`}
          onCancel={source.cancel}
        />
      )}
      {source.isProxy && <Note text="Playing a preview; frames are saved from the original" />}
    </header>
  );
}

function CountingState({ counting }: { counting: Counting }) {
  const { reopen } = useCollect();
  const { info } = useCollectStore(store => store.video);
  switch (counting.kind) {
    case 'running': {
      const { percent, secondsLeft, cancel } = counting;
      const share = percent === null ? '' : `: ${percent} %`;
      const left = secondsLeft === null ? '' : `, ${formatTime(secondsLeft * 1000).slice(0, 8)} left`;
      return <Doing text={`Counting the frames${share}${left}`} onCancel={cancel} />;
    }
    case 'stopped':
      return (
        <Again
          text="The frames are not counted: their numbers are not exact."
          label="Read again"
          onAgain={counting.again}
        />
      );
    case 'done':
      // What was read once from a share that failed may be whole the next time.
      return info.damage === undefined ? null : (
        <Again text="Damaged, or breaks off" label="Read again" onAgain={() => reopen()} />
      );
  }
}

function Note({ text }: { text: string }) {
  return (
    <Text size="xs" c="dimmed" truncate title={text} style={{ whiteSpace: 'nowrap' }}>
      {text}
    </Text>
  );
}

function Doing({ text, onCancel }: { text: string; onCancel(): void }) {
  return (
    <>
      <Text size="xs" c="dimmed" role="status" truncate style={{ whiteSpace: 'nowrap' }}>
        {text}
      </Text>
      <Button size="compact-xs" variant="subtle" color="gray" leftSection={<IconX size={12} />} onClick={onCancel}>
        Cancel
      </Button>
    </>
  );
}

function Again({ text, label, onAgain }: { text: string; label: string; onAgain(): void }) {
  return (
    <>
      <Note text={text} />
      <Button size="compact-xs" variant="default" leftSection={<IconRefresh size={12} />} onClick={onAgain}>
        {label}
      </Button>
    </>
  );
}
