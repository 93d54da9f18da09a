import { join } from 'node:path';
import * as z from 'zod';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import { readText } from '../files/read.ts';

/** More are forgotten. */
const REMEMBERED = 1000;
const MOST_BYTES = 2 ** 24;

/**
 * The videos outside their projects that this user has opened on this machine. What a project itself lists is not looked for
 * outside it: whoever made the project would choose which files are touched.
 */
export class OpenedVideos {
  readonly #folder: string;
  readonly #file: string;

  constructor(cache: string) {
    this.#folder = cache;
    this.#file = join(cache, 'opened-videos.json');
  }

  async list(): Promise<ReadonlySet<string>> {
    try {
      return new Set(z.array(z.string()).parse(JSON.parse(await readText(this.#file, MOST_BYTES))));
    } catch {
      return new Set();
    }
  }

  /** A list that cannot be kept is no reason not to open the video. */
  async remember(path: string): Promise<void> {
    const others = [...(await this.list())].filter(other => other !== path);
    await makeFolder(this.#folder)
      .then(() => writeFileAtomic(this.#file, JSON.stringify([path, ...others].slice(0, REMEMBERED))))
      .catch(() => {});
  }
}
