import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { StudioError, usageError } from '../../shared/errors.ts';
import type { RgbImage } from '../../shared/image/gray-image.ts';
import type { FrameIndex, VideoInfo } from '../../shared/schemas/video.ts';
import type { OpenedFiles } from '../files/opened-files.ts';
import { cacheFolder } from '../settings.ts';
import { FramePictures, type IndexedVideo } from './frame-pictures.ts';

export interface OpenVideosOptions {
  readonly openedFiles: OpenedFiles;
  readonly closing: AbortSignal;
  /** For frame pictures. Default: the user's cache. */
  readonly cache?: string | undefined;
}

/** A video that a page has open. */
interface Opened {
  /** Of the file. */
  readonly name: string;
  /** Before the index is there, what a first look has shown. */
  readonly info: VideoInfo;
  readonly index: FrameIndex | null;
}

/** The videos that pages have open, by id, with their exact frames: what Collect shows and saves, Inspect looks at. */
export class OpenVideos {
  readonly frames: FramePictures;
  readonly #folder: string;
  readonly #openedFiles: OpenedFiles;
  readonly #videos = new Map<string, Opened>();

  constructor({ openedFiles, closing, cache = cacheFolder }: OpenVideosOptions) {
    this.#folder = join(cache, 'frames');
    this.#openedFiles = openedFiles;
    this.frames = new FramePictures(this.#folder, closing);
  }

  /**
   * Gives a video its id: the same for the same file in the same form, another as soon as either changes, because caches go
   * by it. `picture`: its first frame, when that is all that is known.
   */
  add(info: VideoInfo, index: FrameIndex | null, picture?: RgbImage): string {
    const { path, size, modifiedMs, form } = info;
    const shown = form.squarePixels && !form.toneMap ? [] : [JSON.stringify(form)];
    const video = createHash('sha256')
      .update([path, size, modifiedMs, ...shown].join('\n'))
      .digest('hex')
      .slice(0, 16);
    // One of a damaged file is made anew.
    const before = this.#videos.get(video)?.index;
    const known = index ?? (before?.info.damage === undefined ? before : null) ?? null;
    this.#videos.set(video, { name: basename(path), info: known?.info ?? info, index: known });
    if (!known && picture) this.frames.keep({ video, index: firstFrameOf(info) }, 0, picture);
    return video;
  }

  /** Throws a StudioError when it is not open. */
  get(video: string): Opened {
    const found = this.#videos.get(video);
    if (!found) throw usageError('That video is not open any more: open it again.');
    return found;
  }

  /** Throws a StudioError when it is not open, or its frames are not counted yet. */
  indexed(video: string): IndexedVideo {
    const { index, info } = this.get(video);
    if (index) return { video, index };
    throw new StudioError(`The frames of ${info.path} are still being counted; wait until that is done.`);
  }

  /** Where a page finds the exact frame as PNG. Throws a StudioError, or the signal's reason. */
  async pictureUrl(video: string, frame: number, signal?: AbortSignal): Promise<string> {
    const { index, info } = this.get(video);
    // The first frame is shown before all are counted.
    const of = index || frame > 0 ? this.indexed(video) : { video, index: firstFrameOf(info) };
    const name = await this.frames.picture(of, frame, signal);
    return `${this.#openedFiles.open('frames', this.#folder)}/${encodeURIComponent(name)}`;
  }

  /** The exact frame, for a user who waits. Throws a StudioError, or the signal's reason. */
  async pixels(video: string, frame: number, signal?: AbortSignal): Promise<RgbImage> {
    return this.frames.pixels(this.indexed(video), frame, 'picture', signal);
  }
}

/** As if it had no other frame. Its picture is kept from the first look, so that nothing is decoded by this. */
function firstFrameOf(info: VideoInfo): FrameIndex {
  return { info: { ...info, frames: 1 }, timesMs: [0], checksums: [''] };
}
