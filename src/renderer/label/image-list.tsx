import { Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useMemo, useRef } from 'react';
import { parseFrameTime } from '../../shared/dataset/sample-name.ts';
import { chosenImages } from '../../shared/labels/image-choice.ts';
import type { ImageSummary } from '../../shared/schemas/label.ts';
import { formatTime } from '../../shared/time.ts';
import { thumbnailUrl } from '../app/training-image.ts';
import classes from './label.module.css';
import { FILTERS, ListChoice } from './list-choice.tsx';
import { PickedBar } from './picked-bar.tsx';
import { StateDot } from './state-dot.tsx';
import { useLiveImages } from './use-live-images.ts';
import { useLabelSession, useSession } from './use-session.ts';

const ROW = 56;
/** The training images with their states; only the rows in sight exist. */
export function ImageList() {
  const choice = useSession(state => state.choice);
  const images = useLiveImages();
  const listed = useMemo(() => chosenImages(images, choice), [images, choice]);
  return (
    <aside className={classes.list} aria-label="Images">
      <ListChoice images={images} listed={listed.length} />
      <Rows images={listed} />
      <PickedBar images={images} />
    </aside>
  );
}

function Rows({ images }: { images: readonly ImageSummary[] }) {
  const session = useLabelSession();
  const current = useSession(state => state.current);
  const picked = useSession(state => state.picked);
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
            picked={picked.has(images[index].name)}
            pick={session.pickImage}
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
  picked: boolean;
  pick: (name: string, how: 'open' | 'besides' | 'stretch') => void;
}

/** Plain elements: who scrolls through thousands of images makes and drops dozens of rows a frame. */
const Row = memo(function Row({ image, top, current, picked, pick }: RowProps) {
  const { name, state } = image;
  return (
    <button
      type="button"
      className={classes.image}
      style={{ height: ROW, transform: `translateY(${top}px)` }}
      aria-current={current ? 'true' : undefined}
      aria-pressed={picked}
      onClick={event => pick(name, event.shiftKey ? 'stretch' : event.ctrlKey || event.metaKey ? 'besides' : 'open')}
      title={name}
    >
      <Thumbnail image={image} />
      <span className={classes.about}>
        <ImageName name={name} />
        <span className={classes.line}>
          <StateDot state={state} /> {aboutOf(image)}
        </span>
      </span>
    </button>
  );
});

function aboutOf({ state, review, labels, predicted }: ImageSummary): string {
  const how = review ? FILTERS[review].toLowerCase() : state !== 'verified' && predicted > 0 ? 'predicted' : state;
  return labels > 0 ? `${how}, ${labels}` : how;
}

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
