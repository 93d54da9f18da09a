import { randomBytes } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import createFfmpeg from 'fluent-ffmpeg';
import { makeFolder } from '../../node/folders.ts';
import { fileError, StudioError } from '../../shared/errors.ts';
import type { VideoInfo } from '../../shared/schemas/video.ts';
import { keepEveryFrame, theFfmpeg } from './ffmpeg-path.ts';
import { fileUrl } from './frame-index.ts';

export interface ProxyOptions {
  readonly signal: AbortSignal;
  /** ms of the video that are encoded. */
  readonly onProgress?: (doneMs: number) => void;
}

/** Pictures larger than this are of no use in a window. */
const MAX_WIDTH = 1920;

/**
 * Encodes a copy that Chromium plays (H.264, 4:2:0, no sound) to `file`, which must end in .mp4; one that is there is
 * kept. Every frame keeps its time, and a key frame every 12 lets the player seek at once. Only for the eye: what is saved
 * comes from the original. Throws a StudioError.
 */
export async function makeProxy(info: VideoInfo, file: string, { signal, onProgress }: ProxyOptions): Promise<void> {
  if (await exists(file)) return;
  const ffmpeg = await theFfmpeg();
  await makeFolder(dirname(file));
  const partial = file.replace(/\.mp4$/, `.${randomBytes(4).toString('hex')}.part.mp4`);
  // The codec goes in as a plain option: fluent-ffmpeg's own checks misread the lists of newer releases.
  const output = [
    ...['-an', '-sn', '-dn', ...keepEveryFrame(ffmpeg.version)],
    ...['-vf', `scale=trunc(min(iw\\,${MAX_WIDTH})/2)*2:-2,setsar=1`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-pix_fmt', 'yuv420p', '-g', '12', '-bf', '0'],
    ...['-movflags', '+faststart'],
  ];
  try {
    await new Promise<void>((resolve, reject) => {
      const command = createFfmpeg(fileUrl(info.path)).setFfmpegPath(ffmpeg.path).outputOptions(output);
      const kill = () => command.kill('SIGKILL');
      signal.addEventListener('abort', kill, { once: true });
      // A kill is lost on a program that has not been started yet.
      command.on('start', () => signal.aborted && kill());
      command.on('progress', ({ timemark }) => onProgress?.(markMs(timemark)));
      command.on('end', () => resolve());
      command.on('error', cause => reject(failure(info.path, cause)));
      command.save(partial);
    });
    signal.throwIfAborted();
    await rename(partial, file).catch(error => {
      throw fileError('write', file, error);
    });
  } finally {
    await rm(partial, { force: true });
  }
}

function failure(video: string, cause: unknown): StudioError {
  const said = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
  return new StudioError(
    `No preview of ${video} can be made (${said}); step through it frame by frame instead.`,
    'failure',
    { cause },
  );
}

/** ms from ffmpeg's "00:00:12.34"; 0 for "N/A". */
function markMs(timemark: string): number {
  const [, hours, minutes, seconds] = /^(\d+):(\d+):([\d.]+)$/.exec(timemark) ?? [];
  return hours === undefined ? 0 : (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    found => found.size > 0,
    () => false,
  );
}
