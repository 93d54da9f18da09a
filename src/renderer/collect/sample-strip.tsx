import { ActionIcon, Anchor, Group, Text, Title, UnstyledButton } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { memo, useEffect, useRef } from 'react';
import type { CollectedSample } from '../../shared/contract-collect.ts';
import { formatTime } from '../../shared/time.ts';
import { attempt } from '../app/notify.ts';
import classes from './collect.module.css';
import { useCollect, useCollectStore } from './use-collect.ts';
import { useRemoveSample } from './use-remove-sample.tsx';

/** The saved frames of this video: a click goes there, Delete removes. */
export function SampleStrip() {
  const { store } = useCollect();
  const samples = useCollectStore(state => state.samples);
  const selected = useCollectStore(state => state.selected);
  const saving = useCollectStore(state => state.saving);
  const aside = samples.filter(({ trainingImage }) => trainingImage === null).length;
  return (
    <>
      <StripTitle count={samples.length} saving={saving.size} />
      {aside > 0 && (
        <Anchor
          component="button"
          size="xs"
          px={16}
          ta="left"
          onClick={() => attempt(() => store.getState().addToTraining())}
        >
          {`Add the ${aside} kept aside to the training set`}
        </Anchor>
      )}
      <div className={classes.strip}>
        {samples.length === 0 && saving.size === 0 && (
          <Text size="sm" c="dimmed" px={8} py={4}>
            None yet. Press S whenever the part shows a crack, and also when it clearly shows none.
          </Text>
        )}
        <ul className={classes.samples} aria-label="Saved frames">
          {samples.map(sample => (
            <Sample key={sample.base} sample={sample} selected={sample.base === selected} />
          ))}
        </ul>
      </div>
    </>
  );
}

function StripTitle({ count, saving }: { count: number; saving: number }) {
  return (
    <Group justify="space-between" px={16} pt={12}>
      <Title order={2} fz="sm">
        Saved frames
      </Title>
      <Text size="xs" c="dimmed" role="status">
        {saving > 0 ? `Saving ${saving} …` : count}
      </Text>
    </Group>
  );
}

interface SampleProps {
  readonly sample: CollectedSample;
  readonly selected: boolean;
}

/** There may be hundreds, and while the video plays everything else changes with every frame. */
const Sample = memo(function Sample({ sample, selected }: SampleProps) {
  const { store, player } = useCollect();
  const remove = useRemoveSample();
  const { base, frame, timeMs, tag, thumbnailUrl, trainingImage } = sample;
  const go = () => {
    store.getState().select(base);
    player.current?.show(frame);
  };
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (selected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <li ref={row} className={classes.sample} data-selected={selected || undefined}>
      <UnstyledButton
        className={classes.sampleButton}
        aria-current={selected || undefined}
        onMouseDown={event => event.preventDefault()}
        onClick={go}
      >
        <img className={classes.thumbnail} src={thumbnailUrl} alt="" loading="lazy" />
        <span style={{ minWidth: 0 }}>
          <Text component="span" display="block" size="sm" fw={600}>
            {formatTime(timeMs)}
          </Text>
          <Text component="span" display="block" size="xs" c="dimmed" truncate>
            {`frame ${frame} · ${tag}`}
          </Text>
          <Text component="span" display="block" size="xs" c="dimmed" truncate>
            {trainingImage ? 'in the training set' : 'kept aside'}
          </Text>
        </span>
      </UnstyledButton>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={`Delete frame ${frame}`}
        onClick={() => remove(base)}
      >
        <IconTrash size={15} />
      </ActionIcon>
    </li>
  );
});
