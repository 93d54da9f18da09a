import { type Affine, mapPoint } from '../geometry/affine.ts';
import type { Detection } from './detections.ts';
import { PointSet } from './likeness.ts';

/** A frame by its number in the order of decoding, and when it is shown, ms. */
export interface Moment {
  readonly frame: number;
  readonly ms: number;
}

/** A frame that was looked at. */
export interface SeenFrame extends Moment {
  readonly width: number;
  readonly height: number;
  readonly detections: readonly Detection[];
  /** How the picture moved since the frame before; null where the video shows something else from here on. */
  readonly motion: Affine | null;
}

/** One crack through a video: plain data, so that it survives a kill. */
export interface Track {
  readonly id: number;
  begin: Moment;
  end: Moment;
  /** Frames that were looked at and show it. */
  hits: number;
  /** Which look at the video saw it last. */
  look: number;
  /** Whether it was seen often enough to be more than a flicker. */
  confirmed: boolean;
  /** How many scores fell into each hundredth, for the median. */
  scores: number[];
  peak: Peak;
  /** Its skeleton, x and y in turn, where it is or would be in the frame before: parts out of view as well. */
  points: number[];
}

/** Where a crack shows best: the largest product of score and visible length. */
export interface Peak extends Moment {
  readonly score: number;
  readonly lengthPx: number;
  /** Its pixels in the crop: index of a first one and how many follow each other from there, in turn. */
  readonly runs: readonly number[];
}

/** What a tracker carries from frame to frame. */
export interface TrackerState {
  nextId: number;
  /** How often the video was looked at. */
  looks: number;
  /** Those that may be seen again. */
  tracks: Track[];
  /** Those that may not. */
  ended: Track[];
}

/** Skeletons that lie on each other less than this are two cracks. */
const SAME = 0.3;
/** A part of a crack lies on it by this share at least. */
const PART = 0.5;
/** What is not seen again within this time, ms, or at the next look, was a flicker. */
const CONFIRM_MS = 500;
/** How long a crack that is gone is waited for where it would come back, ms; in between nothing of it is kept but its line. */
const REMEMBER_MS = 10 * 60_000;
/** Skeletons are thinned out to a point about every so many px: enough for places within 8 px. */
const SPACING = 2;

export function newTracker(): TrackerState {
  return { nextId: 1, looks: 0, tracks: [], ended: [] };
}

/**
 * Takes the next frame in: every detection joins the crack that lies there once the camera's motion is taken off, or begins one. Matched by
 * skeletons, for boxes of thin slanting cracks say nothing. `state` is changed in place.
 */
export function track(state: TrackerState, frame: SeenFrame): void {
  state.looks++;
  if (frame.motion === null) endAll(state);
  else for (const one of state.tracks) one.points = moved(one.points, frame.motion);
  const parts = partsByTrack(state.tracks, frame);
  for (const [one, detections] of parts) see(one, detections, frame, state.looks);
  const taken = new Set([...parts.values()].flat());
  for (const detection of frame.detections)
    if (!taken.has(detection)) state.tracks.push(begun(state, detection, frame));
  absorb(state, parts, frame);
  forget(state, frame);
}

/** Whether a frame shows other cracks than those that were seen in the frame before: then the frames between are worth a look. */
export function changes(state: TrackerState, before: Moment, frame: SeenFrame): boolean {
  if (frame.motion === null) return true;
  const moving = state.tracks.map(one => ({ ...one, points: moved(one.points, frame.motion!) }));
  const parts = partsByTrack(moving, frame);
  const seen = new Set([...parts.keys()].map(({ id }) => id));
  const was = state.tracks.filter(({ end }) => end.frame === before.frame).map(({ id }) => id);
  const all = [...parts.values()].flat().length === frame.detections.length;
  return !all || was.length !== seen.size || was.some(id => !seen.has(id));
}

/** A frame that looks like the one before shows what that showed. */
export function repeat(state: TrackerState, before: Moment, frame: Moment): void {
  for (const one of state.tracks) {
    if (one.end.frame !== before.frame) continue;
    one.end = { frame: frame.frame, ms: frame.ms };
    one.hits++;
  }
}

/** All cracks of the video, in the order in which they began; flickers are none. */
export function tracksOf(state: TrackerState): Track[] {
  return [...state.ended, ...state.tracks]
    .filter(({ confirmed }) => confirmed)
    .sort((a, b) => a.begin.frame - b.begin.frame || a.id - b.id);
}

/** The median of a crack's scores, to a hundredth. */
export function medianScore({ scores }: Track): number {
  let left = scores.reduce((sum, count) => sum + count, 0) / 2;
  for (const [hundredth, count] of scores.entries()) {
    left -= count;
    if (left <= 0) return hundredth / 100;
  }
  return 0;
}

/** The detections of a frame by the crack they belong to: the best pairs first, then further parts of what was found. */
function partsByTrack(tracks: readonly Track[], frame: SeenFrame): Map<Track, Detection[]> {
  const sets = frame.detections.map(({ skeleton }) => new PointSet(skeleton));
  const pairs = tracks.flatMap(one => {
    const visible = inside(one.points, frame);
    if (visible.length === 0) return [];
    const set = new PointSet(visible);
    return frame.detections.map((detection, i) => {
      const [own, other] = [set.shareOf(detection.skeleton), sets[i].shareOf(visible)];
      return { one, detection, part: own, score: (own + other) / 2 };
    });
  });
  const parts = new Map<Track, Detection[]>();
  const taken = new Set<Detection>();
  const take = ({ one, detection }: (typeof pairs)[number]) => {
    if (taken.has(detection)) return;
    taken.add(detection);
    parts.set(one, [...(parts.get(one) ?? []), detection]);
  };
  const best = pairs.toSorted((a, b) => b.score - a.score || a.one.id - b.one.id);
  for (const pair of best) if (pair.score >= SAME && !parts.has(pair.one)) take(pair);
  for (const pair of best) if (pair.part >= PART) take(pair);
  return parts;
}

/**
 * What hangs together is one crack: of two that came into view apart, the one that begins later is taken into the other once their parts have
 * met.
 */
function absorb(state: TrackerState, parts: ReadonlyMap<Track, readonly Detection[]>, frame: SeenFrame): void {
  for (const [one, detections] of parts) {
    const met = new PointSet(detections.flatMap(({ skeleton }) => [...skeleton]));
    for (const other of state.tracks) {
      if (parts.has(other) || other === one || met.shareOf(inside(other.points, frame)) < PART) continue;
      if (isBefore(other, one)) Object.assign(one, { id: other.id, begin: other.begin });
      one.hits = Math.max(one.hits, other.hits);
      one.scores = one.scores.map((count, i) => Math.max(count, other.scores[i]));
      one.peak = better(one.peak, other.peak);
      one.points.push(...withoutInside(other.points, frame));
      state.tracks = state.tracks.filter(kept => kept !== other);
    }
  }
}

function isBefore(a: Track, b: Track): boolean {
  return a.begin.frame < b.begin.frame || (a.begin.frame === b.begin.frame && a.id < b.id);
}

function better(a: Peak, b: Peak): Peak {
  return b.score * b.lengthPx > a.score * a.lengthPx ? b : a;
}

function see(one: Track, detections: readonly Detection[], frame: SeenFrame, look: number): void {
  const score = Math.max(...detections.map(detection => detection.score));
  one.hits++;
  one.confirmed = true;
  one.look = look;
  one.end = { frame: frame.frame, ms: frame.ms };
  one.scores[Math.min(99, Math.floor(score * 100))]++;
  one.peak = better(one.peak, peakOf(detections, score, frame));
  const outside = withoutInside(one.points, frame);
  one.points = [...outside, ...detections.flatMap(({ skeleton }) => thinnedOut(skeleton))];
}

function begun(state: TrackerState, detection: Detection, frame: SeenFrame): Track {
  const moment = { frame: frame.frame, ms: frame.ms };
  const scores = new Array<number>(100).fill(0);
  scores[Math.min(99, Math.floor(detection.score * 100))] = 1;
  return {
    ...{ id: state.nextId++, begin: moment, end: moment, hits: 1, look: state.looks, confirmed: false, scores },
    peak: peakOf([detection], detection.score, frame),
    points: thinnedOut(detection.skeleton),
  };
}

function peakOf(detections: readonly Detection[], score: number, { frame, ms }: Moment): Peak {
  const lengthPx = detections.reduce((sum, { skeleton }) => sum + skeleton.length / 2, 0);
  return { frame, ms, score, lengthPx, runs: runsOf(detections.flatMap(({ pixels }) => [...pixels])) };
}

function runsOf(pixels: number[]): number[] {
  const runs: number[] = [];
  for (const at of pixels.sort((a, b) => a - b)) {
    if (runs.length > 0 && at === runs[runs.length - 2] + runs[runs.length - 1]) runs[runs.length - 1]++;
    else runs.push(at, 1);
  }
  return runs;
}

/** Flickers are let go after half a second, cracks after ten minutes out of sight. */
function forget(state: TrackerState, { ms }: Moment): void {
  const kept: Track[] = [];
  for (const one of state.tracks) {
    const gone = ms - one.end.ms;
    const awaited = gone <= CONFIRM_MS || one.look + 1 >= state.looks;
    if (one.confirmed ? gone <= REMEMBER_MS : awaited) kept.push(one);
    else if (one.confirmed) state.ended.push({ ...one, points: [] });
  }
  state.tracks = kept;
}

function endAll(state: TrackerState): void {
  state.ended.push(...state.tracks.filter(({ confirmed }) => confirmed).map(one => ({ ...one, points: [] })));
  state.tracks = [];
}

function moved(points: readonly number[], motion: Affine): number[] {
  const result = new Array<number>(points.length);
  for (let i = 0; i < points.length; i += 2) [result[i], result[i + 1]] = mapPoint(motion, [points[i], points[i + 1]]);
  return result;
}

function inside(points: readonly number[], frame: SeenFrame): number[] {
  return pairs(points, (x, y) => x >= 0 && y >= 0 && x < frame.width && y < frame.height);
}

function withoutInside(points: readonly number[], frame: SeenFrame): number[] {
  return pairs(points, (x, y) => x < 0 || y < 0 || x >= frame.width || y >= frame.height);
}

function pairs(points: readonly number[], holds: (x: number, y: number) => boolean): number[] {
  const kept: number[] = [];
  for (let i = 0; i < points.length; i += 2) if (holds(points[i], points[i + 1])) kept.push(points[i], points[i + 1]);
  return kept;
}

/** A point for every square of `SPACING` px. */
function thinnedOut(skeleton: Float64Array): number[] {
  const seen = new Set<number>();
  const kept: number[] = [];
  for (let i = 0; i < skeleton.length; i += 2) {
    const key = Math.floor(skeleton[i] / SPACING) * 1e6 + Math.floor(skeleton[i + 1] / SPACING);
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(skeleton[i], skeleton[i + 1]);
  }
  return kept;
}
