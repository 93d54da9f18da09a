import type { FrameIndex, VideoInfo } from '../../shared/schemas/video.ts';
import type { Banner } from './banner.ts';
import type { FfmpegLog } from './ffmpeg-process.ts';
import type { FrameHashes } from './frame-hashes.ts';

/** Puts together what one pass over a video has shown; at least one frame must have decoded. */
export function describeVideo(
  file: { path: string; size: number; modifiedMs: number },
  banner: Banner,
  hashes: FrameHashes,
  log: FfmpegLog,
): FrameIndex {
  const timesMs = presentationTimes(hashes, banner.fps);
  const count = timesMs.length;
  const span = timesMs[count - 1] - timesMs[0];
  const step = count > 1 && span > 0 ? span / (count - 1) : 1000 / (banner.fps || 25);
  const info: VideoInfo = {
    ...{ path: file.path, size: file.size, modifiedMs: file.modifiedMs },
    ...{ width: hashes.width, height: hashes.height },
    frames: count,
    averageFps: round(1000 / step, 1000),
    nominalFps: banner.fps,
    durationMs: round(span + step, 1000),
    containerDurationMs: banner.durationMs,
    codec: banner.codec,
    rotation: banner.rotation,
    variableRate: varies(timesMs, hashes.timeBase * 1000),
    ...(log.firstError !== undefined && { damage: log.firstError }),
  };
  return { info, timesMs, checksums: hashes.frames.map(frame => frame.checksum) };
}

/** ms for every frame. Files without timestamps (some AVI) are numbered at the container's rate. */
function presentationTimes({ frames, timeBase }: FrameHashes, fps: number): number[] {
  if (frames.some(frame => frame.pts === undefined)) return frames.map((_, i) => (i * 1000) / (fps || 25));
  return frames.map(frame => round(frame.pts! * timeBase * 1000, 1e6));
}

/** Containers round each time to their unit (1 ms in Matroska), so that even a constant rate jitters by one of them. */
function varies(timesMs: readonly number[], unitMs: number): boolean {
  let [shortest, longest] = [Number.POSITIVE_INFINITY, 0];
  for (let i = 1; i < timesMs.length; i++) {
    shortest = Math.min(shortest, timesMs[i] - timesMs[i - 1]);
    longest = Math.max(longest, timesMs[i] - timesMs[i - 1]);
  }
  return longest - shortest > 1.01 * unitMs;
}

function round(value: number, unit: number): number {
  return Math.round(value * unit) / unit;
}
