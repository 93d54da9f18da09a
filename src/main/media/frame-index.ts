import { stat } from 'node:fs/promises';
import { fileError, StudioError } from '../../shared/errors.ts';
import type { FrameIndex, PictureForm } from '../../shared/schemas/video.ts';
import { type Besides, type CountOptions, countFrames } from './count-frames.ts';
import { type Ffmpeg, theFfmpeg } from './ffmpeg-path.ts';
import { IndexCache } from './index-cache.ts';
import { inForm } from './picture-form.ts';
import { describeVideo, type VideoFile } from './video-info.ts';

export interface IndexOptions extends CountOptions {
  /** Where finished indexes are kept; the user's cache folder when not given, nowhere when null. */
  readonly cache?: string | null | undefined;
  /** How frames become pictures; with square pixels when not given. The checksums are the same in every form. */
  readonly form?: PictureForm | undefined;
  /** Pictures that are made of the same decode. Neither they nor progress when the index comes from the cache. */
  readonly besides?: Besides | undefined;
}

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
  const first = await countFrames(file.path, ffmpeg, options, options.besides);
  // A share that fails for a moment looks like a file that breaks off: all of it can be read, so once more.
  const second = first.damage === undefined ? first : await countFrames(file.path, ffmpeg, options);
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
