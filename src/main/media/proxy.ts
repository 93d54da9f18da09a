import { randomBytes } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { makeFolder } from '../../node/folders.ts';
import { fileError, StudioError } from '../../shared/errors.ts';
import type { VideoInfo } from '../../shared/schemas/video.ts';
import { keepEveryFrame, theFfmpeg } from './ffmpeg-path.ts';
import { startFfmpeg } from './ffmpeg-process.ts';
import { fileUrl } from './guarded-input.ts';
import { pictureFilters } from './picture-form.ts';
import { turning } from './turning.ts';

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
  if (await isWhole(file)) return;
  const ffmpeg = await theFfmpeg();
  await makeFolder(dirname(file));
  const partial = file.replace(/\.mp4$/, `.${randomBytes(4).toString('hex')}.part.mp4`);
  const size = proxySize(info);
  const output = [
    ...['-an', '-sn', '-dn', ...keepEveryFrame(ffmpeg.version)],
    ...[
      '-vf',
      `${info.form.toneMap ? pictureFilters({ ...info, ...size }) : `scale=${size.width}:${size.height}`},setsar=1`,
    ],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-pix_fmt', 'yuv420p', '-g', '12', '-bf', '0'],
    ...['-movflags', '+faststart', '-progress', 'pipe:1', fileUrl(partial)],
  ];
  const child = await startFfmpeg(
    ffmpeg,
    { input: info.path, inputOptions: turning(info.rotation), output },
    { need: { urgency: 'background' }, signal },
  );
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const encoded = /^out_time_us=(\d+)/.exec(line);
      if (encoded) onProgress?.(Number(encoded[1]) / 1000);
    }
    const { exitCode, log } = await child.ended;
    signal.throwIfAborted();
    if (exitCode !== 0) throw failure(info.path, log.firstError ?? 'ffmpeg was ended from outside');
    await rename(partial, file).catch(error => {
      throw fileError('write', file, error);
    });
  } finally {
    await child.stop();
    await rm(partial, { force: true });
  }
}

/** Small enough for a window, in the shape of the pictures; 4:2:0 wants even sides. */
function proxySize({ width, height }: VideoInfo): { width: number; height: number } {
  const scale = Math.min(1, MAX_WIDTH / width);
  const even = (side: number) => Math.max(2, 2 * Math.round((side * scale) / 2));
  return { width: even(width), height: even(height) };
}

function failure(video: string, said: string): StudioError {
  return new StudioError(`No preview of ${video} can be made (${said}); step through it frame by frame instead.`);
}

function isWhole(file: string): Promise<boolean> {
  return stat(file).then(
    found => found.size > 0,
    () => false,
  );
}
