import { cutByTracks, noteApart, PART, staysApart, unite } from './apart.ts';
import type { Detection } from './detections.ts';
import { PointSet } from './likeness.ts';
import {
  addOutside,
  inside,
  type Line,
  type Moment,
  moved,
  type Peak,
  type SeenFrame,
  sinceOf,
  type Track,
  type TrackerState,
  thinnedOut,
} from './track.ts';

/** Skeletons that lie on each other less than this are two cracks. */
const SAME = 0.3;
/** What is not seen again within this time, ms, or at the next look, was a flicker. */
const CONFIRM_MS = 500;
/** How long a crack that is gone is waited for where it would come back, ms; in between nothing of it is kept but its line. */
const REMEMBER_MS = 10 * 60_000;

export function newTracker(): TrackerState {
  return { nextId: 1, looks: 0, tracks: [], ended: [] };
}

/**
 * Takes the next frame in: every detection joins the crack that lies there once the camera's motion is taken off, or begins one. Matched by
 * skeletons, for boxes of thin slanting cracks say nothing. `state` is changed in place.
 */
export function track(state: TrackerState, seen: SeenFrame): void {
  state.looks++;
  if (seen.motion === null) endAll(state);
  else for (const one of state.tracks) one.points = moved(one.points, seen.motion);
  const frame = { ...seen, detections: cutByTracks(state.tracks, seen) };
  const before = state.tracks.map(({ points, since }) => ({ points, since }));
  const parts = partsByTrack(state.tracks, frame);
  for (const [one, detections] of parts) see(one, detections, frame, state.looks);
  const taken = new Set([...parts.values()].flat());
  for (const detection of frame.detections) {
    if (taken.has(detection)) continue;
    const one = begun(state, detection, frame);
    if (detection.crossing !== null) splitOff(one, detection, before, parts, frame);
    state.tracks.push(one);
    parts.set(one, [detection]);
  }
  noteApart(parts);
  absorb(state, parts, frame);
  forget(state, frame);
}

/** Whether a frame shows other cracks than those that were seen in the frame before: then the frames between are worth a look. */
export function changes(state: TrackerState, before: Moment, seen: SeenFrame): boolean {
  if (seen.motion === null || seen.detections.some(({ unclear }) => unclear)) return true;
  const moving = state.tracks.map(one => ({ ...one, points: moved(one.points, seen.motion!) }));
  const frame = { ...seen, detections: cutByTracks(moving, seen) };
  const parts = partsByTrack(moving, frame);
  const found = new Set([...parts.keys()].map(({ id }) => id));
  const was = state.tracks.filter(({ end }) => end.frame === before.frame).map(({ id }) => id);
  const all = [...parts.values()].flat().length === frame.detections.length;
  return !all || was.length !== found.size || was.some(id => !found.has(id));
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
    .sort((a, b) => a.begin - b.begin || a.id - b.id);
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
    const own = parts.get(one) ?? [];
    const crosses = detection.crossing !== null && own.some(({ crossing }) => crossing === detection.crossing);
    if (taken.has(detection) || crosses) return;
    taken.add(detection);
    parts.set(one, [...own, detection]);
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
      if (staysApart(one, other, frame)) continue;
      unite(one, other, state.tracks);
      if (isBefore(other, one)) Object.assign(one, { id: other.id, begin: other.begin });
      one.since = sinceOf(one, [other]);
      one.hits = Math.max(one.hits, other.hits);
      one.scores = one.scores.map((count, i) => Math.max(count, other.scores[i]));
      one.peak = better(one.peak, other.peak);
      addOutside(one, other, frame);
      state.tracks = state.tracks.filter(kept => kept !== other);
    }
  }
}

function isBefore(a: Track, b: Track): boolean {
  return a.begin < b.begin || (a.begin === b.begin && a.id < b.id);
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
  const known = { points: one.points, since: one.since };
  one.points = detections.flatMap(({ skeleton }) => thinnedOut(skeleton));
  one.since = sinceOf({ points: one.points, since: new Array(one.points.length / 2).fill(frame.frame) }, [known]);
  addOutside(one, known, frame);
}

/** A crack that was taken for a part of others began when as much of it was seen as makes a crack; where those show best was both of them. */
function splitOff(
  one: Track,
  { crossing, skeleton }: Detection,
  before: readonly Line[],
  parts: ReadonlyMap<Track, readonly Detection[]>,
  frame: SeenFrame,
): void {
  one.since = sinceOf(one, before);
  const enough = Math.ceil((frame.minLengthPx / (skeleton.length / 2)) * one.since.length);
  one.begin = one.since.toSorted((a, b) => a - b)[Math.min(enough, one.since.length) - 1];
  if (one.begin === frame.frame) return;
  for (const [other, own] of parts)
    if (own.some(part => part.crossing === crossing)) other.peak = peakOf(own, other.peak.score, frame);
}

function begun(state: TrackerState, detection: Detection, frame: SeenFrame): Track {
  const moment = { frame: frame.frame, ms: frame.ms };
  const points = thinnedOut(detection.skeleton);
  const scores = new Array<number>(100).fill(0);
  scores[Math.min(99, Math.floor(detection.score * 100))] = 1;
  return {
    ...{ id: state.nextId++, begin: frame.frame, end: moment, hits: 1, look: state.looks, confirmed: false, scores },
    peak: peakOf([detection], detection.score, frame),
    points,
    since: new Array<number>(points.length / 2).fill(frame.frame),
    apart: {},
  };
}

function peakOf(detections: readonly Detection[], score: number, { frame, ms }: Moment): Peak {
  const lengthPx = detections.reduce((sum, { skeleton }) => sum + skeleton.length / 2, 0);
  return { frame, ms, score, lengthPx, runs: runsOf(detections.flatMap(({ pixels }) => [...pixels])) };
}

/** The index of a first pixel and how many follow each other from there, in turn; `pixels` is sorted in place. */
export function runsOf(pixels: number[]): number[] {
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
    else if (one.confirmed) state.ended.push(closed(one));
  }
  state.tracks = kept;
}

function endAll(state: TrackerState): void {
  state.ended.push(...state.tracks.filter(({ confirmed }) => confirmed).map(closed));
  state.tracks = [];
}

/** One that is not looked for any more needs no line. */
function closed(one: Track): Track {
  return { ...one, points: [], since: [], apart: {} };
}
