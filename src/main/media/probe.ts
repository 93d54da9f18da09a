import type { VideoInfo } from '../../shared/schemas/video.ts';
import { type IndexOptions, openFrameIndex } from './frame-index.ts';

/** What a video holds, from decoding it (or from the cache of an earlier look). Errors as `openFrameIndex`. */
export async function probeVideo(video: string, options: IndexOptions = {}): Promise<VideoInfo> {
  return (await openFrameIndex(video, options)).info;
}

/** One line on a file that is damaged or breaks off: what decodes, and what the decoder said first. */
export function damageNote(info: VideoInfo): string | undefined {
  if (info.damage === undefined) return undefined;
  const promised = info.containerDurationMs ? ` of ${(info.containerDurationMs / 1000).toFixed(2)} s` : '';
  const decoded = `${info.frames} frames decode, ${(info.durationMs / 1000).toFixed(2)} s${promised}`;
  return `${info.path} is damaged or breaks off: ${decoded} (ffmpeg: ${info.damage.trim().replace(/\.$/, '')}).`;
}
