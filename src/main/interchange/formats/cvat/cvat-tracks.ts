import { between } from './cvat-interpolate.ts';
import type { CvatShape } from './cvat-shape.ts';
import type { CvatGroup, CvatMeta } from './cvat-xml-parse.ts';

/** A frame of a video with the shapes that its tracks have in it. */
export interface TrackedFrame {
  /** As CVAT names it: `frame_000123`. */
  readonly name: string;
  /** Id of the video's task, in the export of a project; else empty. */
  readonly task: string;
  readonly subset: string;
  readonly shapes: CvatShape[];
  /** How many of the shapes lie between two keyframes, or go on after the last, where the file says nothing. */
  readonly interpolated: number;
}

/** Frames of one file; a track that claims more was made to fill the memory. */
const MAX_FRAMES = 200_000;

interface Keyframe extends CvatShape {
  readonly frame: number;
  readonly isOutside: boolean;
}

interface Track {
  readonly attributes: CvatGroup['attributes'];
  readonly keyframes: readonly Keyframe[];
  /** The last frame that it may have a shape in. */
  readonly end: number;
}

/**
 * The frames of tracks of "CVAT for video", in their order. A shape holds from the frame that it is written for to the next
 * of its track, moving there; from `outside="1"` on, a track has no shape; after the last it stays to the end of the video,
 * where the file says how long that is. Throws an Error when there are too many.
 */
export function* framesOfTracks(groups: readonly CvatGroup[], { lastFrames }: CvatMeta): Generator<TrackedFrame> {
  const tasks = new Map<string, CvatGroup[]>();
  for (const group of groups) {
    const task = group.attributes.task_id ?? '';
    const own = tasks.get(task);
    if (own) own.push(group);
    else tasks.set(task, [group]);
  }
  let count = 0;
  for (const [task, own] of [...tasks].sort(([a], [b]) => a.localeCompare(b))) {
    const last = lastFrames.get(task) ?? (lastFrames.size === 1 ? [...lastFrames.values()][0] : undefined);
    const tracks = own.map(group => trackOf(group, last ?? 0));
    const frames = numbersOf(tracks);
    count += frames.length;
    if (count > MAX_FRAMES) throw new Error(`its tracks have more than ${MAX_FRAMES} frames`);
    const subset = tracks[0].attributes.subset ?? '';
    for (const frame of frames) yield frameOf(frame, tracks, { task, subset });
  }
}

function trackOf({ attributes, shapes }: CvatGroup, last: number): Track {
  const keyframes = shapes
    .map((shape): Keyframe => {
      const { frame, outside } = shape.attributes;
      return { ...shape, frame: Number(frame), isOutside: outside === '1' };
    })
    .filter(({ frame }) => Number.isInteger(frame) && frame >= 0)
    .sort((a, b) => a.frame - b.frame);
  const end = keyframes.at(-1);
  return { attributes, keyframes, end: !end || end.isOutside ? (end?.frame ?? -1) : Math.max(end.frame, last) };
}

/** The frames that any of the tracks tells of, one more than allowed at most. */
function numbersOf(tracks: readonly Track[]): number[] {
  const numbers = new Set<number>();
  for (const { keyframes, end } of tracks) {
    for (let i = 0; i < keyframes.length; i++) {
      numbers.add(keyframes[i].frame);
      const next = keyframes[i + 1]?.frame ?? end + 1;
      for (let frame = keyframes[i].frame + 1; frame < next && !keyframes[i].isOutside; frame++) {
        numbers.add(frame);
        if (numbers.size > MAX_FRAMES) return [...numbers];
      }
    }
  }
  return [...numbers].sort((a, b) => a - b);
}

function frameOf(number: number, tracks: readonly Track[], place: Pick<TrackedFrame, 'task' | 'subset'>): TrackedFrame {
  const shapes: CvatShape[] = [];
  let interpolated = 0;
  for (const { attributes, keyframes, end } of tracks) {
    const at = lastBefore(keyframes, number);
    if (at < 0 || number > end || keyframes[at].isOutside) continue;
    const [from, to] = [keyframes[at], keyframes[at + 1]];
    const isWritten = from.frame === number;
    if (!isWritten) interpolated++;
    const shape = isWritten || !to ? from : between(from, to, (number - from.frame) / (to.frame - from.frame));
    const { label, source } = attributes;
    shapes.push({ element: shape.element, attributes: { label, source, ...shape.attributes } });
  }
  return { name: `frame_${String(number).padStart(6, '0')}`, ...place, shapes, interpolated };
}

/** The place of the last keyframe that is not after a frame, -1 where there is none. */
function lastBefore(keyframes: readonly Keyframe[], frame: number): number {
  let [from, to] = [0, keyframes.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (keyframes[middle].frame <= frame) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}
