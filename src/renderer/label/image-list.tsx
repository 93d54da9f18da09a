import { Group, Select, Stack, Text, UnstyledButton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useMemo, useRef } from 'react';
import { parseFrameTime } from '../../shared/dataset/sample-name.ts';
import type { ImageSummary } from '../../shared/schemas/label.ts';
import { formatTime } from '../../shared/time.ts';
import classes from './label.module.css';
import { filtered, type StateFilter } from './session-state.ts';
import { StateDot } from './state-dot.tsx';
import { useLiveImages } from './use-live-images.ts';
import { useLabelSession, useSession } from './use-session.ts';

const ROW = 56;
const FILTERS: readonly StateFilter[] = ['all', 'unlabelled', 'in progress', 'verified'];

/** The training images with their states; only the rows in sight exist. */
export function ImageList() {
  const filter = useSession(state => state.filter);
  const images = useLiveImages();
  return (
    <aside className={classes.list} aria-label="Images">
      <Filter {...countsOf(images)} value={filter} />
      <Rows images={useMemo(() => filtered(images, filter), [images, filter])} />
    </aside>
  );
}

type Counts = Readonly<Record<StateFilter, number>>;

function countsOf(images: readonly ImageSummary[]): Counts {
  const counts = { all: images.length, unlabelled: 0, 'in progress': 0, verified: 0 };
  for (const { state } of images) counts[state]++;
  return counts;
}

const Filter = memo(function Filter({ value: chosen, ...counts }: Counts & { value: StateFilter }) {
  const session = useLabelSession();
  return (
    <Select
      m={8}
      size="xs"
      data={FILTERS.map(value => ({ value, label: `${nameOf(value)} (${counts[value]})` }))}
      value={chosen}
      allowDeselect={false}
      onChange={value => session.filterBy((value ?? 'all') as StateFilter)}
      aria-label="Which images to show"
    />
  );
});

function nameOf(filter: StateFilter): string {
  return filter === 'all' ? 'All images' : filter[0].toUpperCase() + filter.slice(1);
}

function Rows({ images }: { images: readonly ImageSummary[] }) {
  const session = useLabelSession();
  const current = useSession(state => state.current);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: images.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
  });
  const index = images.findIndex(({ name }) => name === current);
  useEffect(() => {
    if (index >= 0) rows.scrollToIndex(index, { align: 'auto' });
  }, [index, rows]);
  return (
    <div ref={scroller} className={classes.scroll}>
      {images.length === 0 && (
        <Text size="sm" c="dimmed" ta="center" p="md">
          No image is in this state.
        </Text>
      )}
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(({ index, start }) => (
          <Row
            key={images[index].name}
            image={images[index]}
            top={start}
            current={images[index].name === current}
            open={session.open}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProps {
  image: ImageSummary;
  top: number;
  current: boolean;
  open: (name: string) => void;
}

const Row = memo(function Row({ image, top, current, open }: RowProps) {
  const { name, state, labels, mtime } = image;
  return (
    <UnstyledButton
      className={classes.image}
      style={{ height: ROW, transform: `translateY(${top}px)` }}
      aria-current={current ? 'true' : undefined}
      onClick={() => open(name)}
      title={name}
    >
      <img
        className={classes.thumbnail}
        src={`/thumbnails/project/data/dl_train/images/${encodeURIComponent(name)}?v=${Math.round(mtime)}`}
        alt=""
        loading="lazy"
        decoding="async"
      />
      <Stack gap={2} miw={0}>
        <ImageName name={name} />
        <Group gap={6} wrap="nowrap">
          <StateDot state={state} />
          <Text size="xs" c="dimmed" truncate>
            {labels > 0 ? `${state}, ${labels}` : state}
          </Text>
        </Group>
      </Stack>
    </UnstyledButton>
  );
});

/** A collected frame by its time and video, anything else by its name. */
function ImageName({ name }: { name: string }) {
  const frame = parseFrameTime(name);
  if (!frame) {
    return (
      <Text size="xs" truncate="start" c="bright">
        {name.replace(/\.png$/, '')}
      </Text>
    );
  }
  return (
    <Text size="xs" truncate c="dimmed">
      <Text span inherit c="bright">
        {formatTime(frame.ms)}
      </Text>{' '}
      {frame.video}
    </Text>
  );
}
