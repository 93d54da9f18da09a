import { Select, Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useMemo, useRef } from 'react';
import { parseFrameTime } from '../../shared/dataset/sample-name.ts';
import type { ImageSummary } from '../../shared/schemas/label.ts';
import { formatTime } from '../../shared/time.ts';
import { thumbnailUrl } from '../app/training-image.ts';
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

/** Plain elements: who scrolls through thousands of images makes and drops dozens of rows a frame. */
const Row = memo(function Row({ image, top, current, open }: RowProps) {
  const { name, state, labels } = image;
  return (
    <button
      type="button"
      className={classes.image}
      style={{ height: ROW, transform: `translateY(${top}px)` }}
      aria-current={current ? 'true' : undefined}
      onClick={() => open(name)}
      title={name}
    >
      <Thumbnail image={image} />
      <span className={classes.about}>
        <ImageName name={name} />
        <span className={classes.line}>
          <StateDot state={state} /> {labels > 0 ? `${state}, ${labels}` : state}
        </span>
      </span>
    </button>
  );
});

/** How long a row must stay before its picture is asked for, ms: those that fly by would hold up the ones that stay. */
const STAY_MS = 80;

function Thumbnail({ image }: { image: ImageSummary }) {
  const element = useRef<HTMLImageElement>(null);
  const url = thumbnailUrl(image.name, image.mtime);
  useEffect(() => {
    const picture = element.current;
    const timer = setTimeout(() => picture?.setAttribute('src', url), STAY_MS);
    return () => {
      clearTimeout(timer);
      // Takes back the request, if it is still under way.
      picture?.removeAttribute('src');
    };
  }, [url]);
  return <img ref={element} className={classes.thumbnail} alt="" decoding="async" />;
}

/** A collected frame by its time and video, anything else by the end of its name. */
function ImageName({ name }: { name: string }) {
  const frame = parseFrameTime(name);
  if (!frame) {
    return (
      <span className={classes.line} data-cut="start">
        <bdi>{name.replace(/\.png$/, '')}</bdi>
      </span>
    );
  }
  return (
    <span className={classes.line}>
      <span className={classes.time}>{formatTime(frame.ms)}</span> {frame.video}
    </span>
  );
}
