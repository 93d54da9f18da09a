import { Text, UnstyledButton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { parseFrameTime } from '../../shared/dataset/sample-name.ts';
import type { ImageSummary } from '../../shared/schemas/label.ts';
import { formatTime } from '../../shared/time.ts';
import classes from './inspect.module.css';

/** Width of one picture with the gap after it, px. */
const STEP = 116;

interface StripProps {
  images: readonly ImageSummary[];
  current: string | undefined;
  onChoose: (name: string) => void;
}

/** The project's images in a row; only those in sight exist. */
export function ImageStrip({ images, current, onChoose }: StripProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const strip = useVirtualizer({
    count: images.length,
    horizontal: true,
    getScrollElement: () => scroller.current,
    estimateSize: () => STEP,
    overscan: 4,
  });
  const index = images.findIndex(({ name }) => name === current);
  useEffect(() => {
    if (index >= 0) strip.scrollToIndex(index, { align: 'auto' });
  }, [index, strip]);
  return (
    <nav ref={scroller} className={classes.strip} aria-label="Images">
      <div style={{ width: strip.getTotalSize(), height: '100%', position: 'relative' }}>
        {strip.getVirtualItems().map(({ index, start }) => {
          const { name, mtime } = images[index];
          return (
            <UnstyledButton
              key={name}
              className={classes.item}
              style={{ width: STEP - 8, translate: `${start}px` }}
              aria-current={name === current ? 'true' : undefined}
              title={name}
              onClick={() => onChoose(name)}
            >
              <img
                src={`/thumbnails/project/data/dl_train/images/${encodeURIComponent(name)}?v=${Math.round(mtime)}`}
                alt=""
                loading="lazy"
              />
              <Text size="xs" truncate c="dimmed">
                {shortName(name)}
              </Text>
            </UnstyledButton>
          );
        })}
      </div>
    </nav>
  );
}

/** A collected frame by its time, anything else by its name. */
function shortName(name: string): string {
  const frame = parseFrameTime(name);
  return frame ? formatTime(frame.ms) : name.replace(/\.png$/, '');
}
