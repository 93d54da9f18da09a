import { type KeyboardEvent, memo, type PointerEvent, useState } from 'react';
import { formatTime } from '../../shared/time.ts';
import { frameShownAt } from '../app/frame-times.ts';
import classes from './collect.module.css';
import { HoverPicture } from './hover-picture.tsx';
import { useCollect, useCollectStore } from './use-collect.ts';

const KEYS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageDown: -100,
  PageUp: 100,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** The whole video as a line: where it is, where frames were saved, and under the pointer what is there. */
export function Timeline({ url }: { url: string | null }) {
  const { player } = useCollect();
  const { timesMs } = useCollectStore(store => store.video);
  const frame = useCollectStore(store => store.frame);
  const [first, last] = [timesMs[0], timesMs[timesMs.length - 1]];
  const percentOf = (timeMs: number) => percentIn(timesMs, timeMs);

  const [hovered, setHovered] = useState<number | null>(null);

  const frameAt = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const part = Math.max(0, Math.min(1, (event.clientX - left) / width));
    return frameShownAt({ timesMs }, first + part * (last - first));
  };
  const seek = (event: PointerEvent<HTMLDivElement>) => player.current?.show(frameAt(event));
  const move = (event: PointerEvent<HTMLDivElement>) => {
    setHovered(frameAt(event));
    if (event.buttons === 1) seek(event);
  };
  const grab = (event: PointerEvent<HTMLDivElement>) => {
    // The focus stays where it is: the keys of the stage go on working.
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    seek(event);
  };
  const press = (event: KeyboardEvent) => {
    const frames = KEYS[event.key];
    if (frames === undefined) return;
    event.preventDefault();
    player.current?.step(frames);
  };
  return (
    <div
      className={classes.timeline}
      role="slider"
      tabIndex={0}
      aria-label="Timeline"
      aria-valuemin={0}
      aria-valuemax={timesMs.length - 1}
      aria-valuenow={frame}
      aria-valuetext={`${formatTime(timesMs[frame])}, frame ${frame}`}
      onPointerDown={grab}
      onPointerMove={move}
      onPointerLeave={() => setHovered(null)}
      onMouseDown={event => event.preventDefault()}
      onKeyDown={press}
    >
      <div className={classes.track} />
      <div className={classes.played} style={{ width: `${percentOf(timesMs[frame])}%` }} />
      <Marks />
      <div className={classes.knob} style={{ left: `${percentOf(timesMs[frame])}%` }} />
      {hovered !== null && <HoverPicture url={url} frame={hovered} percent={percentOf(timesMs[hovered])} />}
    </div>
  );
}

/** Where on the line a time lies. */
function percentIn(timesMs: readonly number[], timeMs: number): number {
  const [first, last] = [timesMs[0], timesMs[timesMs.length - 1]];
  return last > first ? (100 * (timeMs - first)) / (last - first) : 0;
}

/** Changes with what is saved, not with every frame that is played. */
const Marks = memo(function Marks() {
  const { timesMs } = useCollectStore(store => store.video);
  const samples = useCollectStore(store => store.samples);
  const frames = [...new Set(samples.map(sample => sample.frame))].filter(frame => frame < timesMs.length);
  return frames.map(frame => (
    <div
      key={frame}
      className={classes.mark}
      data-testid="mark"
      style={{ left: `${percentIn(timesMs, timesMs[frame])}%` }}
      title={`Saved: frame ${frame}`}
    />
  ));
});
