import { stat } from 'node:fs/promises';
import { mapConcurrently } from '../files/concurrency.ts';
import { readSize } from '../images/png.ts';
import { trainingLayout } from './layout.ts';
import { readMask } from './masks.ts';

/** What one mask says; an image without a mask has no crack. */
export interface MaskCount {
  readonly pixels: number;
  readonly crackPixels: number;
}

interface Known extends MaskCount {
  readonly stamp: string;
}

/** Counts the pixels of masks, each once and again only when its file has changed. */
export class MaskCounts {
  readonly #known = new Map<string, Known>();

  /** Counts in the order of `names`. Throws a StudioError, or the signal's reason. */
  count(
    dir: string,
    names: readonly string[],
    { signal, onProgress }: { signal?: AbortSignal; onProgress?: (done: number) => void } = {},
  ): Promise<MaskCount[]> {
    let done = 0;
    return mapConcurrently(names, async name => {
      signal?.throwIfAborted();
      const count = await this.#countOne(dir, name);
      onProgress?.(++done);
      return count;
    });
  }

  async #countOne(dir: string, name: string): Promise<MaskCount> {
    const path = trainingLayout(dir).mask(name);
    const file = await stat(path).catch(() => undefined);
    const stamp = file ? `${file.size} ${file.mtimeMs}` : 'none';
    const known = this.#known.get(path);
    if (known?.stamp === stamp) return known;
    const counted = { stamp, ...(file ? await countMask(path) : await countImage(trainingLayout(dir).image(name))) };
    this.#known.set(path, counted);
    return counted;
  }
}

async function countMask(path: string): Promise<MaskCount> {
  const { data } = await readMask(path);
  let crackPixels = 0;
  for (const value of data) if (value !== 0) crackPixels++;
  return { pixels: data.length, crackPixels };
}

async function countImage(path: string): Promise<MaskCount> {
  const { width, height } = await readSize(path);
  return { pixels: width * height, crackPixels: 0 };
}
