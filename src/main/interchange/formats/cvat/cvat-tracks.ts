import type { CvatShape } from './cvat-shape.ts';
import type { CvatGroup } from './cvat-xml-parse.ts';

/** A frame of a video with the shapes that its tracks have in it. */
export interface TrackedFrame {
  /** As CVAT names it: `frame_000123`. */
  readonly name: string;
  /** Id of the video's task, in the export of a project; else empty. */
  readonly task: string;
  readonly subset: string;
  readonly shapes: CvatShape[];
}

/**
 * The frames that tracks of "CVAT for video" write down, in their order: keyframes and those between, as CVAT has
 * interpolated them. From `outside="1"` on, a track has no shape.
 */
export function framesOfTracks(tracks: readonly CvatGroup[]): TrackedFrame[] {
  const frames = new Map<string, TrackedFrame & { number: number }>();
  for (const { attributes, shapes } of tracks) {
    for (const shape of shapes) {
      const number = Number(shape.attributes.frame);
      if (!Number.isInteger(number) || number < 0) continue;
      const task = attributes.task_id ?? '';
      const key = `${task}/${number}`;
      const name = `frame_${String(number).padStart(6, '0')}`;
      const frame = frames.get(key) ?? { name, number, task, subset: attributes.subset ?? '', shapes: [] };
      frames.set(key, frame);
      if (shape.attributes.outside === '1') continue;
      const { label, source } = attributes;
      frame.shapes.push({ element: shape.element, attributes: { label, source, ...shape.attributes } });
    }
  }
  return [...frames.values()].sort((a, b) => a.task.localeCompare(b.task) || a.number - b.number);
}
