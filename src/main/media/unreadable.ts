import { StudioError } from '../../shared/errors.ts';
import type { FfmpegLog } from './ffmpeg-process.ts';
import { NOT_A_CONTAINER } from './guarded-input.ts';

/** Why a file is not opened, from what ffmpeg said of it. */
export function unreadable(video: string, log: FfmpegLog, reason?: string): StudioError {
  if (NOT_A_CONTAINER.test(log.firstError ?? '')) {
    return new StudioError(
      `Cannot read ${video}: it is a playlist, a picture or the like; choose a file that is a video.`,
    );
  }
  if (log.banner.some(line => /^\s*Stream #0:\d+.*: (Audio|Subtitle|Data|Video): /.test(line)) && !reason) {
    return new StudioError(`Cannot read ${video}: it has no video stream; choose a file that has one.`);
  }
  const said = log.firstError ? ` (ffmpeg: ${log.firstError.replace(/^file:/, '').trim()})` : '';
  return new StudioError(
    `Cannot read ${video}: ${reason ?? 'it is not a video that ffmpeg can open'}${said}; check that the file is complete.`,
  );
}
