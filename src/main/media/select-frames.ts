import { StudioError, usageError } from '../../shared/errors.ts';
import type { FrameIndex } from '../../shared/schemas/video.ts';

/** Which frames are wanted. Times are ms on the video's timeline. Everything that is asked for is taken, once. */
export interface FrameRequest {
  /** The frame shown at each of these times. */
  readonly atMs?: readonly number[] | undefined;
  readonly frames?: readonly number[] | undefined;
  /** The frame shown at `startMs`, and again every so many ms. */
  readonly everyMs?: number | undefined;
  /** Alone: so many frames spread evenly from the first to the last. With `everyMs`: at most so many. */
  readonly count?: number | undefined;
  /** What `everyMs` and `count` choose from: frames from here on, and before there. The whole video by default. */
  readonly startMs?: number | undefined;
  readonly endMs?: number | undefined;
}

/** The numbers of the frames asked for, rising, each once. Asking for nothing, or beyond the video, is a usage error. */
export function selectFrames(index: FrameIndex, request: FrameRequest): number[] {
  const { atMs = [], frames = [], everyMs, count } = request;
  const spread = everyMs !== undefined || count !== undefined;
  if (!spread && atMs.length === 0 && frames.length === 0) {
    throw new StudioError('Nothing says which frames are wanted.', { code: 'no-frames-chosen' });
  }
  if (!spread && (request.startMs !== undefined || request.endMs !== undefined)) {
    throw usageError('A start or an end limits frames that are chosen evenly: say how often, or how many in all.');
  }
  const chosen = [...frames.map(frame => existing(index, frame)), ...atMs.map(time => frameAt(index, time))];
  if (spread) chosen.push(...spreadFrames(index, request));
  return [...new Set(chosen)].sort((a, b) => a - b);
}

function existing({ info }: FrameIndex, frame: number): number {
  if (frame < info.frames) return frame;
  throw usageError(`Frame ${frame} is not in ${info.path}: its frames are 0 to ${info.frames - 1}.`);
}

/** The frame on the screen at a time: the last that has begun by then, the first one if none has. */
function frameAt(index: FrameIndex, timeMs: number): number {
  const { info, timesMs } = index;
  const end = timesMs[0] + info.durationMs;
  // A time typed from a player's display may be rounded up by half a millisecond.
  if (timeMs > end + 0.5) {
    throw usageError(`${seconds(timeMs)} is past the end of ${info.path}, which is at ${seconds(end)}.`);
  }
  return Math.max(0, firstAfter(timesMs, timeMs + 0.5) - 1);
}

/** The frame that is shown nearest to a time: what a player says of the picture on its screen is rounded. */
export function frameNearest({ timesMs }: FrameIndex, timeMs: number): number {
  const next = Math.min(firstAfter(timesMs, timeMs), timesMs.length - 1);
  return next > 0 && timeMs - timesMs[next - 1] < timesMs[next] - timeMs ? next - 1 : next;
}

function spreadFrames(index: FrameIndex, { everyMs, count, startMs, endMs }: FrameRequest): number[] {
  const { info, timesMs } = index;
  const start = startMs ?? timesMs[0];
  const end = endMs ?? Number.POSITIVE_INFINITY;
  if (end <= start) throw usageError(`The end (${seconds(end)}) must lie after the start (${seconds(start)}).`);
  const first = firstAfter(timesMs, start - 0.5);
  const last = firstAfter(timesMs, end - 0.5) - 1;
  if (first > last) {
    throw usageError(
      `${info.path} has no frame from ${seconds(start)} on${endMs === undefined ? '' : ` before ${seconds(end)}`}.`,
    );
  }
  if (everyMs === undefined) return spreadEvenly(first, last, count!);
  // A millisecond short of it: times are rounded, and a full stop is no moment at which a frame is shown.
  const shownUntil = Math.max(timesMs[last] + 0.5, Math.min(end, timesMs[0] + info.durationMs) - 1);
  const chosen = new Set<number>();
  // Counted, not added up: the ten-thousandth time is as exact as the first.
  for (let i = 0; chosen.size < (count ?? Number.POSITIVE_INFINITY); i++) {
    const time = start + i * everyMs;
    if (time > shownUntil) break;
    chosen.add(Math.max(first, frameAt(index, time)));
  }
  return [...chosen];
}

/** `count` whole numbers from `first` to `last`, both ends included; all of them when there are fewer. */
function spreadEvenly(first: number, last: number, count: number): number[] {
  const available = last - first + 1;
  if (count === 1) return [first + Math.floor((available - 1) / 2)];
  const taken = Math.min(count, available);
  return Array.from({ length: taken }, (_, i) => first + Math.round((i * (available - 1)) / Math.max(1, taken - 1)));
}

/** The index of the first time that is greater than `limit` (binary search); the length when there is none. */
function firstAfter(times: readonly number[], limit: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`;
}
