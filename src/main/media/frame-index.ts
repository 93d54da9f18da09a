import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileError, oneLine, StudioError } from '../../shared/errors.ts';
import type { FrameIndex, PictureForm } from '../../shared/schemas/video.ts';
import { parseBanner, parseDuration } from './banner.ts';
import type { Urgency } from './decoders.ts';
import { type Ffmpeg, keepEveryFrame, theFfmpeg } from './ffmpeg-path.ts';
import { type FfmpegLog, startFfmpeg } from './ffmpeg-process.ts';
import { HASH_FRAMES, type HashedFrame, type HashHeader, readFrameHashes } from './frame-hashes.ts';
import { NOT_A_CONTAINER } from './guarded-input.ts';
import { IndexCache } from './index-cache.ts';
import { inForm } from './picture-form.ts';
import { isQuarterTurn, turning } from './turning.ts';
import { type Decoded, describeVideo, type VideoFile } from './video-info.ts';

export interface IndexOptions {
  /** Where finished indexes are kept; the user's cache folder when not given, nowhere when null. */
  readonly cache?: string | null | undefined;
  /** How frames become pictures; with square pixels when not given. The checksums are the same in every form. */
  readonly form?: PictureForm | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Default: that of a command. */
  readonly urgency?: Urgency | undefined;
  /** Not called when the index comes from the cache. */
  readonly onProgress?: ((progress: IndexProgress) => void) | undefined;
}

export interface IndexProgress {
  /** Decoded so far. */
  readonly frames: number;
  /** ms of the video that these are, and that the container promises (0 when it says nothing). */
  readonly doneMs: number;
  readonly totalMs: number;
}

/** Milliseconds of silence after which an ffmpeg that indexes counts as hung. */
const STALL_MS = 120_000;

/**
 * Decodes the whole video once and notes every frame's time and checksum, or takes the note from the cache. The stream is
 * the one that ffmpeg chooses by itself: the largest picture. Throws when there is no file, no video stream or no frame, or
 * the disk fails; a file that breaks off gives the frames that decode, and says so in `info.damage`.
 */
export async function openFrameIndex(video: string, options: IndexOptions = {}): Promise<FrameIndex> {
  const file = await statVideo(video);
  const ffmpeg = await theFfmpeg();
  const cache = new IndexCache(options.cache, file, ffmpeg);
  const index = (await cache.read()) ?? (await makeIndex(file, ffmpeg, cache, options));
  return options.form ? inForm(index, options.form) : index;
}

/** The index of a video if an earlier run has kept it. Throws a StudioError when there is no file. */
export async function keptFrameIndex(video: string, options: IndexOptions): Promise<FrameIndex | undefined> {
  const index = await new IndexCache(options.cache, await statVideo(video), await theFfmpeg()).read();
  return index && options.form ? inForm(index, options.form) : index;
}

async function makeIndex(
  file: VideoFile,
  ffmpeg: Ffmpeg,
  cache: IndexCache,
  options: IndexOptions,
): Promise<FrameIndex> {
  const first = await decodeAll(file.path, ffmpeg, options);
  // A share that fails for a moment looks like a file that breaks off: all of it can be read, so once more.
  const second = first.damage === undefined ? first : await decodeAll(file.path, ffmpeg, options);
  const index = describeVideo(file, second.frames.length < first.frames.length ? first : second);
  if (index.info.damage === undefined) await cache.write(index);
  return index;
}

/** The file's facts; refuses what is no regular file. Throws a StudioError. */
export async function statVideo(video: string): Promise<VideoFile> {
  const found = await stat(video).catch(error => {
    throw fileError('read', video, error);
  });
  if (!found.isFile()) throw new StudioError(`Cannot read ${video}: it is not a file; name a video file.`);
  return { path: video, size: found.size, modifiedMs: found.mtimeMs };
}

async function decodeAll(video: string, ffmpeg: Ffmpeg, options: IndexOptions): Promise<Decoded> {
  const decoded = await hashFrames(video, ffmpeg, turning(0), options);
  const { rotation } = decoded.banner;
  // ffmpeg would lay a frame askew where players leave it as it is.
  return isQuarterTurn(rotation) ? decoded : hashFrames(video, ffmpeg, turning(rotation), options);
}

async function hashFrames(
  video: string,
  ffmpeg: Ffmpeg,
  inputOptions: readonly string[],
  { signal, onProgress, urgency = 'command' }: IndexOptions,
): Promise<Decoded> {
  const output = ['-an', '-sn', '-dn', ...keepEveryFrame(ffmpeg.version), ...HASH_FRAMES, 'pipe:1'];
  const options = { need: { urgency }, signal, stall: STALL_MS };
  const child = await startFfmpeg(ffmpeg, { input: video, inputOptions, output }, options);
  try {
    const header: HashHeader = { timeBase: 1, width: 0, height: 0, pixelAspect: [1, 1] };
    const frames: HashedFrame[] = [];
    for await (const frame of readFrameHashes(child.stdout, header)) {
      frames.push(frame);
      const doneMs = (frame.pts ?? 0) * header.timeBase * 1000;
      onProgress?.({ frames: frames.length, doneMs, totalMs: parseDuration(child.log.banner) });
    }
    const { exitCode, log } = await child.ended;
    signal?.throwIfAborted();
    if (exitCode === undefined) throw new StudioError(`ffmpeg stopped answering while it read ${video}; run it again.`);
    const banner = parseBanner(log.banner);
    if (log.firstError !== undefined) await readThrough(video, signal);
    if (!banner || banner.attachedPicture) throw unreadable(video, log);
    if (frames.length === 0) throw unreadable(video, log, 'none of its frames decodes');
    return { banner, header, frames, damage: log.firstError };
  } finally {
    await child.stop();
  }
}

/** Reads a file to its end: what ffmpeg complains of may be the disk's fault. Throws a StudioError when it is. */
async function readThrough(video: string, signal: AbortSignal | undefined): Promise<void> {
  try {
    for await (const _ of createReadStream(video, { highWaterMark: 1 << 20, ...(signal && { signal }) }));
  } catch (error) {
    signal?.throwIfAborted();
    throw new StudioError(
      `Cannot read all of ${video}: the disk or the network share failed (${oneLine(error)}); check it and read the video again.`,
      'failure',
      { cause: error },
    );
  }
}

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
