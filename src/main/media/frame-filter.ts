/** A stretch of time, both ends included, s. */
export type Interval = readonly [from: number, to: number];

/**
 * The times at which some frames of a video lie and no others, s after `startMs`: from the middle between a frame and the
 * one before to the middle between it and the next. Neighbours share one. `numbers` rise.
 */
export function intervalsOf(timesMs: readonly number[], numbers: readonly number[], startMs: number): Interval[] {
  const intervals: [number, number][] = [];
  for (const number of numbers) {
    const from = number === 0 ? Number.NEGATIVE_INFINITY : (timesMs[number - 1] + timesMs[number]) / 2;
    const to = number === timesMs.length - 1 ? Number.POSITIVE_INFINITY : (timesMs[number] + timesMs[number + 1]) / 2;
    const last = intervals.at(-1);
    if (last && last[1] === from) last[1] = to;
    else intervals.push([from, to]);
  }
  return intervals.map(([from, to]) => [(from - startMs) / 1000, (to - startMs) / 1000]);
}

/**
 * ffmpeg's `select` filter that lets frames of these rising intervals pass. Written as a tree, because ffmpeg evaluates all
 * of it for every frame: a thousand intervals cost ten comparisons.
 */
export function selectFilter(intervals: readonly Interval[]): string {
  return `select='${tree(intervals)}'`;
}

function tree(intervals: readonly Interval[]): string {
  if (intervals.length === 1) return `between(t,${seconds(intervals[0][0])},${seconds(intervals[0][1])})`;
  const middle = intervals.length >> 1;
  return `if(lt(t,${seconds(intervals[middle][0])}),${tree(intervals.slice(0, middle))},${tree(intervals.slice(middle))})`;
}

function seconds(value: number): string {
  // Beyond any video: what has no end.
  return Number.isFinite(value) ? value.toFixed(6) : value < 0 ? '-1e12' : '1e12';
}
