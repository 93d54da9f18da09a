import { StudioError } from '../../../shared/errors.ts';
import type { InspectionSettings } from '../../../shared/schemas/inspection.ts';
import type { FrameIndex } from '../../../shared/schemas/video.ts';

/** As many looks a second find what stays in view for a moment (Frigate's detection rate). */
const AUTO_MS = 200;

/** The frames to look at, in rising order, the first and the last of the stretch among them. Throws a StudioError when there is none. */
export function framesToLookAt(
  { info, timesMs }: FrameIndex,
  { start_ms: start, end_ms: end, every }: Pick<InspectionSettings, 'start_ms' | 'end_ms' | 'every'>,
): number[] {
  const inside = (frame: number) => timesMs[frame] >= (start ?? -Infinity) && timesMs[frame] <= (end ?? Infinity);
  const frames = timesMs.map((_, frame) => frame).filter(inside);
  if (frames.length === 0) {
    throw new StudioError(
      `${info.path} has no frame between the start and the end asked for: it lasts ${(info.durationMs / 1000).toFixed(1)} s.`,
    );
  }
  const last = frames[frames.length - 1];
  if (every !== 'auto' && 'frames' in every) {
    return [...new Set([...frames.filter((_, i) => i % every.frames === 0), last])];
  }
  const stepMs = every === 'auto' ? AUTO_MS : every.ms;
  const due: number[] = [];
  let nextMs = timesMs[frames[0]];
  for (const frame of frames) {
    if (timesMs[frame] < nextMs) continue;
    due.push(frame);
    // From the time that was due, so that rounding does not add up, unless the video has a gap.
    nextMs = Math.max(nextMs + stepMs, timesMs[frame] + stepMs / 2);
  }
  return [...new Set([...due, last])];
}
