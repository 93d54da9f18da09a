/** Which frame is on the screen at which time, and where to seek to see one. Times are ms; frames count from 0. */
export interface FrameTimes {
  /** Presentation time of every frame, rising. */
  readonly timesMs: readonly number[];
  /** What the player's clock shows for the first frame, less what the index says: containers begin at different times. */
  readonly offsetMs: number;
}

/** The frame whose time is nearest to the media time that a player reports for the picture on the screen. */
export function nearestFrame({ timesMs, offsetMs }: FrameTimes, mediaMs: number): number {
  const time = mediaMs - offsetMs;
  const after = firstAtOrAfter(timesMs, time);
  if (after === 0) return 0;
  if (after === timesMs.length) return after - 1;
  return time - timesMs[after - 1] <= timesMs[after] - time ? after - 1 : after;
}

/** The frame that is on the screen at a time of the index: the last that has begun. Half a ms covers rounding. */
export function frameShownAt({ timesMs }: Pick<FrameTimes, 'timesMs'>, timeMs: number): number {
  return Math.max(0, firstAtOrAfter(timesMs, timeMs + 0.5) - 1);
}

/**
 * The player's time, s, at which to seek so that it shows a frame: in the middle of its stay, because a seek to its very
 * start may land, by rounding, on the one before.
 */
export function seekSeconds({ timesMs, offsetMs }: FrameTimes, frame: number): number {
  return (timesMs[frame] + stayMs(timesMs, frame) / 2 + offsetMs) / 1000;
}

/** How far the player's clock is from the index, from the media time of the first picture; rounding does not count. */
export function clockOffset(timesMs: readonly number[], firstMediaMs: number): number {
  const offset = firstMediaMs - timesMs[0];
  return Math.abs(offset) < stayMs(timesMs, 0) / 2 ? 0 : offset;
}

/** The frame about `seconds` later (earlier when negative), but always another one, as long as there is one. */
export function frameAfterJump(timesMs: readonly number[], frame: number, seconds: number): number {
  const found = nearestFrame({ timesMs, offsetMs: 0 }, timesMs[frame] + seconds * 1000);
  const other = found === frame ? frame + Math.sign(seconds) : found;
  return clampFrame(timesMs, other);
}

export function clampFrame(timesMs: readonly number[], frame: number): number {
  return Math.max(0, Math.min(timesMs.length - 1, frame));
}

/** ms for which a frame stays; the last as long as the one before. */
function stayMs(timesMs: readonly number[], frame: number): number {
  const next = frame + 1 < timesMs.length ? frame : Math.max(0, frame - 1);
  return (timesMs[next + 1] ?? timesMs[next] + 40) - timesMs[next];
}

/** Binary search; the length when all are earlier. */
function firstAtOrAfter(timesMs: readonly number[], time: number): number {
  let [low, high] = [0, timesMs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timesMs[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
