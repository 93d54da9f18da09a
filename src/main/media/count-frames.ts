import { createReadStream } from 'node:fs';
import { oneLine, StudioError } from '../../shared/errors.ts';
import type { VideoInfo } from '../../shared/schemas/video.ts';
import { parseBanner, parseDuration } from './banner.ts';
import { type DecodedFrame, pictureOutputs, picturesOf } from './decoded-frames.ts';
import type { Urgency } from './decoders.ts';
import { type Ffmpeg, keepEveryFrame } from './ffmpeg-path.ts';
import { startFfmpeg } from './ffmpeg-process.ts';
import { HASH_FRAMES, type HashedFrame, newHeader, readFrameHashes } from './frame-hashes.ts';
import { isQuarterTurn, turning } from './turning.ts';
import { unreadable } from './unreadable.ts';
import type { Decoded } from './video-info.ts';

export interface IndexProgress {
  /** Decoded so far. */
  readonly frames: number;
  /** ms of the video that these are, and that the container promises (0 when it says nothing). */
  readonly doneMs: number;
  readonly totalMs: number;
}

export interface CountOptions {
  readonly signal?: AbortSignal | undefined;
  /** Default: that of a command. */
  readonly urgency?: Urgency | undefined;
  readonly onProgress?: ((progress: IndexProgress) => void) | undefined;
}

/** Pictures that are wanted of the decode that counts the frames. */
export interface Besides {
  /** What a first look has shown of the video, in the form of the pictures. */
  readonly info: VideoInfo;
  /** ffmpeg's `select` filter. */
  readonly select: string;
  /** Takes the pictures as they come, to the last. */
  take(pictures: AsyncIterable<DecodedFrame>): Promise<void>;
}

/** Milliseconds of silence after which an ffmpeg that counts is taken for hung. */
const STALL_MS = 120_000;

/** Decodes a video once, to its end. Errors as `openFrameIndex`. */
export async function countFrames(
  video: string,
  ffmpeg: Ffmpeg,
  options: CountOptions,
  besides?: Besides,
): Promise<Decoded> {
  const decoded = await count(video, ffmpeg, turning(besides?.info.rotation ?? 0), options, besides);
  const { rotation } = decoded.banner;
  // ffmpeg would lay a frame askew where players leave it as it is.
  return besides || isQuarterTurn(rotation) ? decoded : count(video, ffmpeg, turning(rotation), options);
}

async function count(
  video: string,
  ffmpeg: Ffmpeg,
  inputOptions: readonly string[],
  { signal, onProgress, urgency = 'command' }: CountOptions,
  besides?: Besides,
): Promise<Decoded> {
  const everyFrame = keepEveryFrame(ffmpeg.version);
  const output = [
    ...['-an', '-sn', '-dn', ...everyFrame, ...HASH_FRAMES, 'pipe:4'],
    ...(besides ? pictureOutputs(besides.info, besides.select, everyFrame) : []),
  ];
  const options = { need: { urgency }, signal, stall: STALL_MS };
  const child = await startFfmpeg(ffmpeg, { input: video, inputOptions, output }, options);
  try {
    const header = newHeader();
    const frames: HashedFrame[] = [];
    const hashing = async () => {
      for await (const frame of readFrameHashes(child.extra[1], header)) {
        frames.push(frame);
        const doneMs = (frame.pts ?? 0) * header.timeBase * 1000;
        onProgress?.({ frames: frames.length, doneMs, totalMs: parseDuration(child.log.banner) });
      }
    };
    await Promise.all([hashing(), besides?.take(picturesOf(child, besides.info))]);
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
