import { Text, UnstyledButton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import classes from './inspect.module.css';
import type { Images } from './use-images.ts';

/** Width of one picture with the gap after it, px. */
const STEP = 116;

/** The pictures in a row; only those in sight exist. */
export function ImageStrip({ images: { list, current, choose } }: { images: Images }) {
  const scroller = useRef<HTMLDivElement>(null);
  const strip = useVirtualizer({
    count: list.length,
    horizontal: true,
    getScrollElement: () => scroller.current,
    estimateSize: () => STEP,
    overscan: 4,
  });
  const index = list.findIndex(({ key }) => key === current?.key);
  useEffect(() => {
    if (index >= 0) strip.scrollToIndex(index, { align: 'auto' });
  }, [index, strip]);
  return (
    <nav ref={scroller} className={classes.strip} aria-label="Images">
      <div style={{ width: strip.getTotalSize(), height: '100%', position: 'relative' }}>
        {strip.getVirtualItems().map(({ index, start }) => {
          const { key, title, label, thumbnailUrl } = list[index];
          return (
            <UnstyledButton
              key={key}
              className={classes.item}
              style={{ width: STEP - 8, translate: `${start}px` }}
              aria-current={key === current?.key ? 'true' : undefined}
              title={title}
              onClick={() => choose(key)}
            >
              <img src={thumbnailUrl} alt="" loading="lazy" />
              <Text size="xs" truncate c="dimmed">
                {label}
              </Text>
            </UnstyledButton>
          );
        })}
      </div>
    </nav>
  );
}
