import type { VideoInfo } from '../../shared/schemas/video.ts';
import type { DecodedFrame } from './decoded-frames.ts';
import type { FrameRequest } from './select-frames.ts';

/** So many frames long is the time before each moment in which the frame that it shows has most likely begun. */
const FRAMES_BEFORE = 1.5;
/** A player's display is rounded by half of this, ms: see `selectFrames`. */
const ROUNDING_MS = 0.5;

/** Which frames of a video are probably wanted, before their times are known. */
export interface Likely {
  /** ffmpeg's `select` filter. */
  readonly select: string;
  /** Of the frames that it lets pass, the last of each moment. */
  lastOfEach(frames: AsyncIterable<DecodedFrame>): AsyncIterable<DecodedFrame>;
}

/**
 * Guesses what `selectFrames` will give for a request of every so often: the frames within a moment before each time asked
 * for. Undefined for other requests, which need the number of frames. A guess saves a decode and decides nothing: it may be
 * wrong where frames come at uneven times.
 */
export function likelyFrames(
  { everyMs, count, startMs, endMs }: FrameRequest,
  { averageFps }: VideoInfo,
  firstMs: number | undefined,
): Likely | undefined {
  if (everyMs === undefined || firstMs === undefined) return undefined;
  const start = (startMs ?? firstMs) + ROUNDING_MS;
  const end = Math.min(endMs ?? Number.POSITIVE_INFINITY, start + everyMs * (count ?? Number.POSITIVE_INFINITY));
  const before = (FRAMES_BEFORE * 1000) / averageFps;
  const untilNext = `mod(${seconds(start)}-t,${seconds(everyMs)})`;
  const within = `gte(t,${seconds(start - 2 * ROUNDING_MS)})*lt(t,${Number.isFinite(end) ? seconds(end) : '1e12'})`;
  return {
    select: `select='${within}*lt(${untilNext},${seconds(before)})'`,
    lastOfEach: frames => lastOfEach(frames, timeMs => Math.ceil((timeMs - start) / everyMs)),
  };
}

async function* lastOfEach(
  frames: AsyncIterable<DecodedFrame>,
  momentOf: (timeMs: number) => number,
): AsyncGenerator<DecodedFrame> {
  let last: DecodedFrame | undefined;
  for await (const frame of frames) {
    if (last && momentOf(last.timeMs ?? 0) !== momentOf(frame.timeMs ?? 0)) yield last;
    last = frame;
  }
  if (last) yield last;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(6);
}
