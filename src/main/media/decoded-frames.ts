import type { Readable } from 'node:stream';
import { StudioError } from '../../shared/errors.ts';
import type { RgbImage } from '../../shared/image/gray-image.ts';
import type { VideoInfo } from '../../shared/schemas/video.ts';
import type { Need } from './decoders.ts';
import { keepEveryFrame, theFfmpeg } from './ffmpeg-path.ts';
import { type FfmpegProcess, startFfmpeg } from './ffmpeg-process.ts';
import { type Interval, selectFilter } from './frame-filter.ts';
import { HASH_FRAMES, type HashedFrame, type HashHeader, newHeader, readFrameHashes, timeOf } from './frame-hashes.ts';
import { pictureFilters, storedFilters } from './picture-form.ts';
import { turning } from './turning.ts';

/** A frame as it came out of the decoder, with the checksum by which an index knows it. */
export interface DecodedFrame {
  readonly image: RgbImage;
  readonly checksum: string;
  /** ms after the place where decoding began; undefined when the file does not say. */
  readonly timeMs: number | undefined;
}

export interface DecodeOptions {
  /** Where ffmpeg seeks to, ms; the beginning when not given. */
  readonly startMs?: number;
  /** How much it reads from there on, ms; all when not given. */
  readonly lengthMs?: number;
  /** Which frames come out, by their times after the start; all when not given. */
  readonly intervals?: readonly Interval[];
  readonly signal?: AbortSignal | undefined;
  /** Default: that of a command. */
  readonly need?: Need;
}

/**
 * Decodes a video to pictures in the form of `info`, one at a time: [height, width, 3] bytes each. Beside each ffmpeg gives
 * the checksum of the frame as it is stored: what is converted and what is verified are the same frame, and only frames
 * that are wanted are converted. Ends early without harm: leaving the loop kills ffmpeg. A last frame that is cut short is
 * dropped.
 */
export async function* decodeFrames(info: VideoInfo, options: DecodeOptions): AsyncGenerator<DecodedFrame> {
  const { startMs = 0, lengthMs, signal, need = { urgency: 'command' } } = options;
  const ffmpeg = await theFfmpeg();
  const inputOptions = [
    ...(startMs > 0 ? ['-ss', (startMs / 1000).toFixed(6)] : []),
    ...(lengthMs === undefined ? [] : ['-t', (lengthMs / 1000).toFixed(6)]),
    ...turning(info.rotation),
  ];
  const select = options.intervals && selectFilter(options.intervals);
  const output = pictureOutputs(info, select, keepEveryFrame(ffmpeg.version));
  const child = await startFfmpeg(ffmpeg, { input: info.path, inputOptions, output }, { need, signal });
  try {
    yield* picturesOf(child, info);
    const { exitCode, log } = await child.ended;
    child.signal.throwIfAborted();
    if (info.form.toneMap && exitCode !== 0) {
      const advice = 'use an ffmpeg that is built with zscale, or leave its frames unmapped';
      throw new StudioError(`This ffmpeg cannot tone-map ${info.path} (${log.firstError}); ${advice}.`);
    }
    if (exitCode === undefined) throw new StudioError('ffmpeg was ended from outside; run it again.');
  } finally {
    await child.stop();
  }
}

/**
 * Two outputs of one decoder, for `picturesOf`: checksums to `pipe:3`, pictures to standard output. Sizes and formats are
 * those of the index, so that a file that changes them midway gives the same wherever decoding begins.
 */
export function pictureOutputs(info: VideoInfo, select: string | undefined, everyFrame: readonly string[]): string[] {
  const first = select === undefined ? [] : [select];
  const common = ['-map', info.stream, ...everyFrame];
  return [
    ...common,
    ...['-vf', [...first, storedFilters(info)].join(','), ...HASH_FRAMES, 'pipe:3'],
    ...common,
    ...['-vf', [...first, pictureFilters(info)].join(','), '-f', 'rawvideo', 'pipe:1'],
  ];
}

/** The frames that an ffmpeg with `pictureOutputs` gives. Reading begins with the call. */
export function picturesOf({ stdout, extra }: FfmpegProcess, info: VideoInfo): AsyncGenerator<DecodedFrame> {
  const header = newHeader();
  return paired(piecesOf(stdout, info.width * info.height * 3), readFrameHashes(extra[0], header), header, info);
}

async function* paired(
  pictures: AsyncIterable<Uint8Array>,
  hashes: AsyncGenerator<HashedFrame>,
  header: HashHeader,
  { width, height }: VideoInfo,
): AsyncGenerator<DecodedFrame> {
  for await (const data of pictures) {
    const { done, value } = await hashes.next();
    if (done) return;
    yield { image: { width, height, data }, checksum: value.checksum, timeMs: timeOf(value, header) };
  }
}

/** A stream cut into pieces of so many bytes. A last one that is shorter is dropped. */
async function* piecesOf(stream: Readable, bytes: number): AsyncGenerator<Uint8Array> {
  let piece = new Uint8Array(bytes);
  let filled = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    for (let read = 0; read < chunk.length; ) {
      const part = chunk.subarray(read, read + bytes - filled);
      piece.set(part, filled);
      read += part.length;
      filled += part.length;
      if (filled < bytes) continue;
      yield piece;
      piece = new Uint8Array(bytes);
      filled = 0;
    }
  }
}
