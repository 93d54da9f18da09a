import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import { type FrameIndex, frameIndexSchema } from '../../shared/schemas/video.ts';
import { cacheFolder } from '../settings.ts';
import type { Ffmpeg } from './ffmpeg-path.ts';
import type { VideoFile } from './video-info.ts';

/** How indexes are written; older ones are made anew. */
const FORMAT = 3;

/** Where the finished index of one video is kept, by its path, size, time and the decoder's version. */
export class IndexCache {
  readonly #video: string;
  readonly #file: string | undefined;

  /** `folder`: the user's cache when not given, nowhere when null. */
  constructor(folder: string | null | undefined, { path, size, modifiedMs }: VideoFile, { version }: Ffmpeg) {
    this.#video = path;
    if (folder === null) return;
    const key = [FORMAT, resolve(path), size, modifiedMs, version].join('\n');
    const name = createHash('sha256').update(key).digest('hex').slice(0, 32);
    this.#file = join(folder ?? join(cacheFolder, 'frame-index'), `${name}.json`);
  }

  async read(): Promise<FrameIndex | undefined> {
    if (this.#file === undefined) return undefined;
    try {
      const { info, ...rest } = frameIndexSchema.parse(JSON.parse(await readFile(this.#file, 'utf8')));
      return { ...rest, info: { ...info, path: this.#video } };
    } catch {
      return undefined;
    }
  }

  /** The cache only saves time: a disk that is full or closed does not stop the work. */
  async write(index: FrameIndex): Promise<void> {
    if (this.#file === undefined) return;
    try {
      await makeFolder(dirname(this.#file));
      await writeFileAtomic(this.#file, JSON.stringify(index));
    } catch {
      // It is made anew the next time.
    }
  }
}
