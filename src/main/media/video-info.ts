import type { FrameIndex, VideoInfo } from '../../shared/schemas/video.ts';
import type { Banner } from './banner.ts';
import { type HashedFrame, type HashHeader, timeOf } from './frame-hashes.ts';
import { inForm } from './picture-form.ts';

/** The file itself: its path as it was given, bytes, and ms since 1970. */
export type VideoFile = Pick<VideoInfo, 'path' | 'size' | 'modifiedMs'>;

/** What one pass over a video has shown. */
export interface Decoded {
  readonly banner: Banner;
  readonly header: HashHeader;
  readonly frames: readonly HashedFrame[];
  /** The decoder's first complaint. */
  readonly damage: string | undefined;
}

/** Puts together what one pass over a video has shown; at least one frame must have decoded. Pixels are square. */
export function describeVideo(file: VideoFile, { banner, header, frames, damage }: Decoded): FrameIndex {
  const timesMs = presentationTimes(frames, header, banner.fps);
  const count = timesMs.length;
  const span = timesMs[count - 1] - timesMs[0];
  const step = count > 1 && span > 0 ? span / (count - 1) : 1000 / (banner.fps || 25);
  const info: VideoInfo = {
    ...factsOf(file, banner, header),
    frames: count,
    averageFps: round(1000 / step, 1000),
    durationMs: round(span + step, 1000),
    variableRate: varies(timesMs, header.timeBase * 1000),
    ...(damage !== undefined && { damage }),
  };
  const index = { info, timesMs, checksums: frames.map(frame => frame.checksum) };
  return inForm(index, { squarePixels: true, toneMap: false });
}

/** What the file says of itself, before its frames are counted. */
export function factsOf(file: VideoFile, banner: Banner, header: HashHeader) {
  const { codec, stream, rotation, dynamicRange, pixelFormat } = banner;
  return {
    ...{ path: file.path, size: file.size, modifiedMs: file.modifiedMs },
    ...{ width: header.width, height: header.height, storedWidth: header.width, storedHeight: header.height },
    ...{ pixelFormat, pixelAspect: header.pixelAspect, dynamicRange, codec, stream, rotation },
    ...{ timeBase: header.timeBase, nominalFps: banner.fps, containerDurationMs: banner.durationMs },
    form: { squarePixels: false, toneMap: false },
  };
}

/** ms for every frame. Files without timestamps (some AVI) are numbered at the container's rate. */
function presentationTimes(frames: readonly HashedFrame[], header: HashHeader, fps: number): number[] {
  const times = frames.map(frame => timeOf(frame, header)).filter(time => time !== undefined);
  return times.length === frames.length ? times : frames.map((_, i) => (i * 1000) / (fps || 25));
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
