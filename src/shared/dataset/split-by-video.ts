import { Random } from '../random.ts';
import type { Split, SplitItem, SplitOptions } from '../schemas/split.ts';
import { type Quota, valQuota } from './quota.ts';
import { parseFrameTime } from './sample-name.ts';

/** Two frames of a video are neighbours in time when they lie at most so far apart. */
export const NEIGHBOUR_MS = 2000;

/** All frames of one video with the same time (a frame saved twice is one picture): dealt as one. */
interface Moment {
  /** 0 for a frame that has no time, which is a run of its own. */
  readonly ms: number;
  readonly frames: readonly SplitItem[];
}

/** Moments that follow each other; a stretch of a run. */
type Block = readonly Moment[];

/**
 * Splits so that no frame of train is the neighbour in time of a frame of val.
 *
 * Frames are sorted by time within their video and cut into runs wherever two lie more than `NEIGHBOUR_MS` apart; long
 * runs are cut into blocks; blocks of all videos are dealt to val in a seeded order, each only as far as it brings val
 * nearer to the quota. Neighbours of val frames are then left out of train. Frames without a time are a run each.
 *
 * With fewer blocks val shows fewer places of the video, with more of them more guards are lost, one stretch of
 * `NEIGHBOUR_MS` on either side of a block: a third of the quota, but at most 32 moments, gives about three blocks in val
 * for small sets and many places for large ones; where frames lie dense, a block is at least twice its guards.
 */
export function splitByVideo(items: readonly SplitItem[], options: SplitOptions): Split {
  const runs = toRuns(items);
  const positives = items.filter(item => item.positive).length;
  let quota = valQuota(positives, items.length - positives, options);
  for (;;) {
    const random = new Random(options.seed);
    const val = dealBlocks(random.shuffled(toBlocks(runs, blockLength(quota, momentsInGuard(runs)))), quota);
    const guards = guardsOf(runs, val);
    const train = items.filter(item => !val.has(item) && !guards.has(item));
    // The guards may have eaten the last positives: then val must do with less.
    if (positives === 0 || train.some(item => item.positive) || val.size === 0) {
      const names = (side: Iterable<SplitItem>) => [...side].map(item => item.name);
      return { train: random.shuffled(names(train)), val: random.shuffled(names(val)), leftOut: names(guards) };
    }
    quota =
      quota.positives > 0 ? { ...quota, positives: quota.positives - 1 } : { ...quota, negatives: quota.negatives - 1 };
  }
}

function blockLength(quota: Quota, guard: number): number {
  const most = Math.max(32, 4 * guard);
  return Math.max(2, Math.min(most, Math.ceil((quota.positives + quota.negatives) / 3)));
}

/** How many moments one guard takes, on average. */
function momentsInGuard(runs: readonly Moment[][]): number {
  const long = runs.filter(run => run.length > 1);
  const sum = (of: (run: Moment[]) => number) => long.reduce((total, run) => total + of(run), 0);
  const duration = sum(run => run[run.length - 1].ms - run[0].ms);
  return duration > 0 ? (sum(run => run.length - 1) / duration) * NEIGHBOUR_MS : 0;
}

function toRuns(items: readonly SplitItem[]): Moment[][] {
  const runs: Moment[][] = [];
  for (const frames of momentsByVideo(items)) {
    let last = Number.NEGATIVE_INFINITY;
    for (const moment of frames) {
      if (moment.ms - last > NEIGHBOUR_MS) runs.push([]);
      runs.at(-1)!.push(moment);
      last = moment.ms;
    }
  }
  for (const item of items) if (!parseFrameTime(item.name)) runs.push([{ ms: 0, frames: [item] }]);
  return runs;
}

/** The moments of each video, sorted by time. */
function momentsByVideo(items: readonly SplitItem[]): Moment[][] {
  const videos = new Map<string, Map<number, SplitItem[]>>();
  for (const item of items) {
    const time = parseFrameTime(item.name);
    if (!time) continue;
    const moments = videos.get(time.video) ?? new Map<number, SplitItem[]>();
    videos.set(time.video, moments.set(time.ms, [...(moments.get(time.ms) ?? []), item]));
  }
  return [...videos.values()].map(moments =>
    [...moments].map(([ms, frames]) => ({ ms, frames })).sort((a, b) => a.ms - b.ms),
  );
}

function toBlocks(runs: readonly Moment[][], length: number): Block[] {
  return runs.flatMap(run => {
    const count = Math.ceil(run.length / length);
    const cut = (k: number) => Math.round((k * run.length) / count);
    return Array.from({ length: count }, (_, k) => run.slice(cut(k), cut(k + 1)));
  });
}

/** Takes from each block the beginning that brings val nearest to the quota, which may be none of it. */
function dealBlocks(blocks: readonly Block[], quota: Quota): Set<SplitItem> {
  const val = new Set<SplitItem>();
  let missing = quota;
  for (const block of blocks) {
    const left = [missing];
    for (const moment of block) left.push(without(left.at(-1)!, moment));
    const distances = left.map(({ positives, negatives }) => Math.abs(positives) + Math.abs(negatives));
    const taken = distances.indexOf(Math.min(...distances));
    for (const moment of block.slice(0, taken)) for (const item of moment.frames) val.add(item);
    missing = left[taken];
  }
  return val;
}

function without(quota: Quota, moment: Moment): Quota {
  const positives = moment.frames.filter(item => item.positive).length;
  return {
    positives: quota.positives - positives,
    negatives: quota.negatives - (moment.frames.length - positives),
  };
}

/** Frames that are no val frame but the neighbour of one: a pass in either direction remembers the last val moment. */
function guardsOf(runs: readonly Moment[][], val: ReadonlySet<SplitItem>): Set<SplitItem> {
  const guards = new Set<SplitItem>();
  for (const run of runs) {
    for (const direction of [run, run.toReversed()]) {
      let lastVal = Number.POSITIVE_INFINITY;
      for (const { ms, frames } of direction) {
        if (val.has(frames[0])) lastVal = ms;
        else if (Math.abs(ms - lastVal) <= NEIGHBOUR_MS) for (const item of frames) guards.add(item);
      }
    }
  }
  return guards;
}
