import { Select, Text, TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useMemo, useRef } from 'react';
import { parseFrameTime } from '../../shared/dataset/sample-name.ts';
import type { ImageSummary } from '../../shared/schemas/label.ts';
import { formatTime } from '../../shared/time.ts';
import { thumbnailUrl } from '../app/training-image.ts';
import classes from './label.module.css';
import { SEARCH_FIELD } from './label-shortcuts.ts';
import { filtered, type StateFilter, waitsForReview } from './session-state.ts';
import { StateDot } from './state-dot.tsx';
import { useLiveImages } from './use-live-images.ts';
import { useLabelSession, useSession } from './use-session.ts';

const ROW = 56;
const FILTERS: Readonly<Record<StateFilter, string>> = {
  all: 'All images',
  unlabelled: 'Unlabelled',
  'in progress': 'In progress',
  verified: 'Verified',
  'to review': 'To review',
  returned: 'Sent back',
  answered: 'Done again',
  approved: 'Approved',
};
const FILTER_NAMES = Object.keys(FILTERS) as StateFilter[];

/** The training images with their states; only the rows in sight exist. */
export function ImageList() {
  const filter = useSession(state => state.filter);
  const search = useSession(state => state.search);
  const images = useLiveImages();
  return (
    <aside className={classes.list} aria-label="Images">
      <Filter {...countsOf(images)} value={filter} />
      <Search />
      <Rows images={useMemo(() => filtered(images, filter, search), [images, filter, search])} />
    </aside>
  );
}

type Counts = Readonly<Record<StateFilter, number>>;

function countsOf(images: readonly ImageSummary[]): Counts {
  const none = Object.fromEntries(FILTER_NAMES.map(filter => [filter, 0])) as Record<StateFilter, number>;
  const counts = { ...none, all: images.length };
  for (const image of images) {
    counts[image.state]++;
    if (image.review) counts[image.review]++;
    if (waitsForReview(image)) counts['to review']++;
  }
  return counts;
}

const Filter = memo(function Filter({ value: chosen, ...counts }: Counts & { value: StateFilter }) {
  const session = useLabelSession();
  return (
    <Select
      m={8}
      size="xs"
      data={FILTER_NAMES.map(value => ({ value, label: `${FILTERS[value]} (${counts[value]})` }))}
      value={chosen}
      allowDeselect={false}
      onChange={value => session.filterBy((value ?? 'all') as StateFilter)}
      aria-label="Which images to show"
    />
  );
});

/** A part of a name; Enter goes to the first image that has it. */
function Search() {
  const session = useLabelSession();
  const search = useSession(state => state.search);
  return (
    <TextInput
      m={8}
      mt={0}
      size="xs"
      placeholder="Find by name"
      aria-label="Find images by name"
      id={SEARCH_FIELD}
      value={search}
      onChange={event => session.search(event.currentTarget.value)}
      onKeyDown={event => {
        if (event.key === 'Enter') session.openFound();
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
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
          There is no such image.
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
  const { name, state, review, labels } = image;
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
          <StateDot state={state} /> {review ? FILTERS[review].toLowerCase() : state}
          {labels > 0 && `, ${labels}`}
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
