import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import { fileError, StudioError } from '../../shared/errors.ts';
import { type FrameIndex, frameIndexSchema } from '../../shared/schemas/video.ts';
import { cacheFolder } from '../settings.ts';
import { parseBanner } from './banner.ts';
import { type Ffmpeg, keepEveryFrame, theFfmpeg } from './ffmpeg-path.ts';
import { type FfmpegLog, startFfmpeg } from './ffmpeg-process.ts';
import { type FrameHashes, parseFrameHashes } from './frame-hashes.ts';
import { NOT_A_CONTAINER } from './guarded-input.ts';
import { describeVideo } from './video-info.ts';

export interface IndexOptions {
  /** Where finished indexes are kept; the user's cache folder when not given, nowhere when null. */
  readonly cache?: string | null | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Frames decoded so far; not called when the index comes from the cache. */
  readonly onProgress?: ((frames: number) => void) | undefined;
}

/** Milliseconds of silence after which an ffmpeg that indexes counts as hung. */
const STALL_MS = 120_000;

/**
 * Decodes the whole video once and notes every frame's time and checksum, or takes the note from the cache. The stream is
 * the one that ffmpeg chooses by itself: the largest picture. Throws when there is no file, no video stream or no frame;
 * a file that breaks off gives the frames that decode, and says so in `info.damage`.
 */
export async function openFrameIndex(video: string, options: IndexOptions = {}): Promise<FrameIndex> {
  const file = await statVideo(video);
  const ffmpeg = await theFfmpeg();
  const folder = options.cache === undefined ? path.join(cacheFolder, 'frame-index') : options.cache;
  const key = [path.resolve(video), file.size, file.modifiedMs, ffmpeg.version].join('\n');
  const cached = folder && path.join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
  const known = cached ? await readCached(cached) : undefined;
  if (known) return { ...known, info: { ...known.info, path: video } };
  const { hashes, log } = await hashFrames(video, ffmpeg, options);
  const banner = parseBanner(log.banner);
  if (!banner || banner.attachedPicture) throw unreadable(video, log);
  if (hashes.frames.length === 0) throw unreadable(video, log, 'none of its frames decodes');
  const index = describeVideo(file, banner, hashes, log);
  // The cache only saves time: a disk that is full or closed must not stop the work.
  if (cached) await writeCached(cached, index).catch(() => undefined);
  return index;
}

async function statVideo(video: string): Promise<{ path: string; size: number; modifiedMs: number }> {
  const found = await stat(video).catch(error => {
    throw fileError('read', video, error);
  });
  if (!found.isFile()) throw new StudioError(`Cannot read ${video}: it is not a file; name a video file.`);
  return { path: video, size: found.size, modifiedMs: found.mtimeMs };
}

async function readCached(file: string): Promise<FrameIndex | undefined> {
  try {
    return frameIndexSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

async function writeCached(file: string, index: FrameIndex): Promise<void> {
  await makeFolder(path.dirname(file));
  await writeFileAtomic(file, JSON.stringify(index));
}

async function hashFrames(
  video: string,
  ffmpeg: Ffmpeg,
  { signal, onProgress }: IndexOptions,
): Promise<{ hashes: FrameHashes; log: FfmpegLog }> {
  const output = ['-an', '-sn', '-dn', ...keepEveryFrame(ffmpeg.version), '-pix_fmt', 'rgb24', '-flush_packets', '1'];
  const work = { input: video, output: [...output, '-f', 'framehash', '-hash', 'crc32', '-'] };
  const child = startFfmpeg(ffmpeg, work, { signal, stall: STALL_MS });
  try {
    const hashes = await parseFrameHashes(child.stdout, onProgress);
    const { exitCode, log } = await child.ended;
    signal?.throwIfAborted();
    if (exitCode === undefined) throw new StudioError(`ffmpeg stopped answering while it read ${video}; run it again.`);
    return { hashes, log };
  } finally {
    await child.stop();
  }
}

function unreadable(video: string, log: FfmpegLog, reason?: string): StudioError {
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
