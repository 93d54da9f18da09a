import type { ShownEvent } from '../../../shared/contract-inspections.ts';
import { formatTime } from '../../../shared/time.ts';
import type { Events } from './use-events.ts';
import classes from './videos.module.css';

interface Props {
  readonly events: Pick<Events, 'all' | 'curve' | 'current' | 'choose'>;
  /** The frame that is shown in the place of an event, ms. */
  readonly atMs: number | undefined;
  /** Goes to a frame that was looked at. */
  onFrame(frame: number, ms: number): void;
}

/** Lanes above which bars lie on each other, and their height, px of the drawing. */
const LANES = 6;
const LANE = 10;
const CURVE = 34;
const WIDTH = 1000;

/** All of the video in one line: a bar an event, and under it the largest probability; a click goes there. */
export function Timeline({ events: { all = [], curve, current, choose }, atMs, onFrame }: Props) {
  const first = curve[0]?.[1] ?? 0;
  const last = Math.max(first + 1, curve.at(-1)?.[1] ?? 0, ...all.map(({ end }) => end.ms));
  const x = (ms: number) => (WIDTH * (ms - first)) / (last - first);
  const lanes = lanesOf(all, (last - first) / 200);
  const bars = LANE * Math.max(1, ...lanes.map(lane => lane + 1));
  const height = bars + CURVE;
  const line = curve.map(([, ms, score]) => `${x(ms).toFixed(1)},${(height - CURVE * score).toFixed(1)}`);
  const marked = atMs ?? current?.peak.ms;
  const jump = (at: number) => {
    const ms = first + at * (last - first);
    const near = curve.reduce(
      (best, point) => (Math.abs(point[1] - ms) < Math.abs(best[1] - ms) ? point : best),
      curve[0],
    );
    if (near) onFrame(near[0], near[1]);
  };
  return (
    <section className={classes.timeline} aria-label="Timeline">
      <div className={classes.drawing}>
        <svg
          viewBox={`0 0 ${WIDTH} ${height}`}
          preserveAspectRatio="none"
          style={{ height }}
          aria-hidden
          onClick={({ clientX, currentTarget }) => {
            const { left, width } = currentTarget.getBoundingClientRect();
            jump((clientX - left) / width);
          }}
        >
          <polygon className={classes.curve} points={`0,${height} ${line.join(' ')} ${WIDTH},${height}`} />
          {marked !== undefined && <line className={classes.at} x1={x(marked)} x2={x(marked)} y1={0} y2={height} />}
        </svg>
        {all.map(({ id, begin, end, verdict }, i) => (
          <button
            key={id}
            type="button"
            className={classes.eventBar}
            aria-label={`Event ${id}, ${begin.time} to ${end.time}`}
            title={`Event ${id}: ${begin.time} to ${end.time}`}
            aria-current={id === current?.id ? 'true' : undefined}
            data-given={verdict?.verdict}
            style={{
              left: `${x(begin.ms) / 10}%`,
              width: `${(x(end.ms) - x(begin.ms)) / 10}%`,
              top: LANE * lanes[i],
            }}
            onClick={() => choose(id)}
          />
        ))}
      </div>
      <div className={classes.times}>
        <span>{formatTime(first)}</span>
        <span>{formatTime(last)}</span>
      </div>
    </section>
  );
}

/** The lane of each event, so that those at the same time lie under each other; `gapMs`: between two in one lane. */
function lanesOf(events: readonly ShownEvent[], gapMs: number): number[] {
  const ends: number[] = [];
  return events.map(({ begin, end }) => {
    const free = ends.findIndex(endMs => endMs + gapMs < begin.ms);
    const lane = free >= 0 ? free : Math.min(ends.length, LANES - 1);
    ends[lane] = Math.max(end.ms, ends[lane] ?? 0);
    return lane;
  });
}
