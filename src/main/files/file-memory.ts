import { type FilePath, pathOf } from '../../node/project-path.ts';
import { mapConcurrently } from './concurrency.ts';
import { statOf } from './read.ts';

export interface Watch {
  readonly signal?: AbortSignal | undefined;
  /** Told how many are done. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** What was found out about files, each once and again only when its size or time has changed. */
export class FileMemory<T> {
  readonly #known = new Map<string, { stamp: string; found: T }>();
  readonly #find: (path: FilePath) => Promise<T>;

  constructor(find: (path: FilePath) => Promise<T>) {
    this.#find = find;
  }

  /** In the order of `paths`. Throws what `find` throws, or the signal's reason. */
  ofAll(paths: readonly FilePath[], { signal, onProgress }: Watch = {}): Promise<T[]> {
    let done = 0;
    return mapConcurrently(paths, async path => {
      signal?.throwIfAborted();
      const found = await this.of(path);
      onProgress?.(++done);
      return found;
    });
  }

  async of(path: FilePath): Promise<T> {
    const stamp = await statOf(path).then(
      ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
      () => 'none',
    );
    const known = this.#known.get(pathOf(path));
    if (known?.stamp === stamp) return known.found;
    const found = await this.#find(path);
    this.#known.set(pathOf(path), { stamp, found });
    return found;
  }
}
