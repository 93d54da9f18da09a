import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { usageError } from '../../shared/errors.ts';
import type { RgbImage } from '../../shared/image/gray-image.ts';
import type { FrameIndex } from '../../shared/schemas/video.ts';
import type { OpenedFiles } from '../files/opened-files.ts';
import { cacheFolder } from '../settings.ts';
import { FramePictures } from './frame-pictures.ts';

export interface OpenVideosOptions {
  readonly openedFiles: OpenedFiles;
  readonly closing: AbortSignal;
  /** For frame pictures. Default: the user's cache. */
  readonly cache?: string | undefined;
}

interface Opened {
  /** Of the file. */
  readonly name: string;
  readonly index: FrameIndex;
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

  /** Gives a video its id: the same for the same file, another as soon as it changes, because caches go by it. */
  add(index: FrameIndex): string {
    const { path, size, modifiedMs } = index.info;
    const video = createHash('sha256').update([path, size, modifiedMs].join('\n')).digest('hex').slice(0, 16);
    this.#videos.set(video, { name: basename(path), index });
    return video;
  }

  /** Throws a StudioError when it is not open. */
  get(video: string): Opened {
    const found = this.#videos.get(video);
    if (!found) throw usageError('That video is not open any more: open it again.');
    return found;
  }

  /** Where a page finds the exact frame as PNG. Throws a StudioError. */
  async pictureUrl(video: string, frame: number): Promise<string> {
    const name = await this.frames.picture(video, this.get(video).index, frame);
    return `${this.#openedFiles.open('frames', this.#folder)}/${encodeURIComponent(name)}`;
  }

  /** The exact frame. Throws a StudioError. */
  async pixels(video: string, frame: number): Promise<RgbImage> {
    return this.frames.pixels(video, this.get(video).index, frame);
  }
}
