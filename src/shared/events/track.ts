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
  /** What is shorter is no detection. */
  readonly minLengthPx: number;
  /** How the picture moved since the frame before; null where the video shows something else from here on. */
  readonly motion: Affine | null;
}

/** One crack through a video: plain data, so that it survives a kill. */
export interface Track {
  readonly id: number;
  /** A frame. */
  begin: number;
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
  /** The frame in which each point was first seen. */
  since: number[];
  /** How much more often it was seen to be another crack than some, by their ids, than one with them. */
  apart: Record<number, number>;
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

/** A crack's line; see `Track`. */
export type Line = Pick<Track, 'points' | 'since'>;

/** Skeletons are thinned out to a point about every so many px: enough for places within 8 px. */
const SPACING = 2;

/** Since when the points of a line are known, itself or as those of others. */
export function sinceOf({ points, since }: Line, others: readonly Line[]): number[] {
  const sets = others.map(other => ({ since: other.since, set: new PointSet(other.points) }));
  return since.map((own, i) => {
    const found = sets.map(other => other.since[other.set.nearest(points[2 * i], points[2 * i + 1])] ?? own);
    return Math.min(own, ...found);
  });
}

/** Keeps of another line what is out of view. */
export function addOutside(one: Line, { points, since }: Line, frame: SeenFrame): void {
  for (const [i, own] of since.entries()) {
    const [x, y] = [points[2 * i], points[2 * i + 1]];
    if (isInside(x, y, frame)) continue;
    one.points.push(x, y);
    one.since.push(own);
  }
}

export function moved(points: readonly number[], motion: Affine): number[] {
  const result = new Array<number>(points.length);
  for (let i = 0; i < points.length; i += 2) [result[i], result[i + 1]] = mapPoint(motion, [points[i], points[i + 1]]);
  return result;
}

export function inside(points: readonly number[], frame: SeenFrame): number[] {
  return pairs(points, (x, y) => isInside(x, y, frame));
}

function isInside(x: number, y: number, { width, height }: SeenFrame): boolean {
  return x >= 0 && y >= 0 && x < width && y < height;
}

function pairs(points: readonly number[], holds: (x: number, y: number) => boolean): number[] {
  const kept: number[] = [];
  for (let i = 0; i < points.length; i += 2) if (holds(points[i], points[i + 1])) kept.push(points[i], points[i + 1]);
  return kept;
}

/** A point for every square of `SPACING` px. */
export function thinnedOut(skeleton: Float64Array): number[] {
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
