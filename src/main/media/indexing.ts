import type { FrameIndex, VideoInfo } from '../../shared/schemas/video.ts';
import type { IndexProgress } from './count-frames.ts';
import { openFrameIndex } from './frame-index.ts';

interface Run {
  readonly abort: AbortController;
  readonly index: Promise<FrameIndex>;
  readonly listeners: Set<(progress: IndexProgress) => void>;
}

/** The indexes that are being made: each video's once, however many pages wait for it; until the last of them leaves. */
export class Indexing {
  readonly #cache: string;
  readonly #runs = new Map<string, Run>();

  constructor(cache: string) {
    this.#cache = cache;
  }

  /** The index of a video, named by its id. Throws as `openFrameIndex`, or the signal's reason. */
  async run(
    video: string,
    { path, form }: VideoInfo,
    { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: IndexProgress) => void },
  ): Promise<FrameIndex> {
    signal.throwIfAborted();
    const run = this.#runs.get(video) ?? this.#begin(video, path, form);
    run.listeners.add(onProgress);
    return new Promise((resolve, reject) => {
      const leave = () => {
        run.listeners.delete(onProgress);
        reject(signal.reason);
        if (run.listeners.size > 0) return;
        this.#runs.delete(video);
        run.abort.abort();
      };
      signal.addEventListener('abort', leave, { once: true });
      run.index.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  #begin(video: string, path: string, form: VideoInfo['form']): Run {
    const abort = new AbortController();
    const listeners: Run['listeners'] = new Set();
    const onProgress = (progress: IndexProgress) => {
      for (const tell of listeners) tell(progress);
    };
    const options = { cache: this.#cache, form, signal: abort.signal, urgency: 'background', onProgress } as const;
    const index = openFrameIndex(path, options);
    const run = { abort, index, listeners };
    this.#runs.set(video, run);
    const ended = () => {
      if (this.#runs.get(video) === run) this.#runs.delete(video);
    };
    index.then(ended, ended);
    return run;
  }
}
