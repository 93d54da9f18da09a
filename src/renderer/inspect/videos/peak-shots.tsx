import { UnstyledButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ShownEvent } from '../../../shared/contract-inspections.ts';
import classes from './videos.module.css';

interface ShotProps {
  readonly event: ShownEvent;
  readonly isCurrent?: boolean;
  choose?(event: number): void;
}

/** A small picture of the peak of an event, with what was said of it. */
export function PeakShot({ event: { id, begin, pictureUrl, verdict }, isCurrent = false, choose }: ShotProps) {
  const shot = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isCurrent) shot.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isCurrent]);
  return (
    <UnstyledButton
      ref={shot}
      className={classes.shot}
      aria-current={isCurrent ? 'true' : undefined}
      aria-label={`Event ${id} at ${begin.time}`}
      data-given={verdict?.verdict}
      onClick={() => choose?.(id)}
    >
      {pictureUrl && <img src={pictureUrl.replace('/files/', '/thumbnails/')} alt="" loading="lazy" />}
      <span>{`${id} · ${begin.time.slice(0, -4)}`}</span>
    </UnstyledButton>
  );
}

interface ShotsProps {
  readonly events: readonly ShownEvent[];
  readonly current: number;
  choose(event: number): void;
}

/** The peaks of all listed events in a strip. */
export function PeakShots({ events, current, choose }: ShotsProps) {
  return (
    <div className={classes.shots}>
      {events.map(event => (
        <PeakShot key={event.id} event={event} isCurrent={event.id === current} choose={choose} />
      ))}
    </div>
  );
}
