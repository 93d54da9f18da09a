import { formatTime } from '../time.ts';

/** A frame as the reference knows it. */
export interface ReferenceMoment {
  /** The index of the frame. */
  readonly index: number;
  /** The reference's number of it: one more. */
  readonly frame: number;
  /** The reference's time of it, whole ms: on a clock that is set to the start at the first frame after the seek. */
  readonly ms: number;
}

export interface Stretch {
  /** Times of all frames, ms, and seconds per unit of them. */
  readonly timesMs: readonly number[];
  readonly timeBase: number;
  readonly startMs?: number | undefined;
  readonly endMs?: number | undefined;
}

/**
 * The frames that the reference inspects: it seeks to the frame nearest to the start, shows it to choose the ROI, and inspects those after
 * it, up to the end and with it.
 */
export function inspectedMoments({ timesMs, timeBase, startMs = 0, endMs = Infinity }: Stretch): ReferenceMoment[] {
  // As OpenCV computes it: where a time is a whole ms, the last bit decides which one is written.
  const raw = (index: number) => Math.round((timesMs[index] - timesMs[0]) / 1000 / timeBase) * timeBase * 1000;
  const start = Math.trunc(startMs);
  const first = nearest(timesMs, timesMs[0] + start);
  const shift = start - raw(first);
  const moments: ReferenceMoment[] = [];
  for (let index = first + 1; index < timesMs.length; index++) {
    const ms = Math.trunc(raw(index) + shift);
    if (ms > Math.trunc(endMs)) break;
    moments.push({ index, frame: index + 1, ms });
  }
  return moments;
}

/** Of two as near the later one. */
function nearest(timesMs: readonly number[], ms: number): number {
  const next = timesMs.findIndex(time => time >= ms);
  if (next <= 0) return next < 0 ? timesMs.length - 1 : 0;
  return timesMs[next] - ms <= ms - timesMs[next - 1] ? next : next - 1;
}

/** The line that the reference logs for a frame with so many boxes. */
export function logLine({ ms, frame }: ReferenceMoment, boxes: number): string {
  return `${formatTime(ms)}  (frame=${String(frame).padStart(7, '0')}, count=${boxes})`;
}

/** The names of the reference's two pictures of a frame, the n-th pair of that name. */
export function pictureNames(stem: string, ms: number, n: number) {
  const begin = `${stem}_${formatTime(ms).replaceAll(/[:.]/g, '')}`;
  const end = n === 0 ? '.png' : `_${String(n).padStart(2, '0')}.png`;
  return { orig: `${begin}_orig${end}`, insp: `${begin}_insp${end}` };
}
