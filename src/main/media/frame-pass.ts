import type { RgbImage } from '../../shared/image/gray-image.ts';
import type { Need, Urgency } from './decoders.ts';
import { URGENCIES } from './decoders.ts';
import type { ReadFrame, Reading } from './frames.ts';

interface Waiting {
  readonly number: number;
  readonly urgency: Urgency;
  resolve(image: RgbImage): void;
  reject(reason: unknown): void;
}

/**
 * One decoding pass over some frames, for whoever waits for one of them. While nobody waits it goes on as what brings
 * neighbours; when the last one who waited has left, it ends.
 */
export class FramePass {
  readonly #toCome: Set<number>;
  readonly #need: Need = { urgency: 'neighbour' };
  readonly #abort = new AbortController();
  readonly #signal: AbortSignal;
  readonly #waiting = new Set<Waiting>();

  constructor(numbers: readonly number[], closing: AbortSignal) {
    this.#toCome = new Set(numbers);
    this.#signal = AbortSignal.any([this.#abort.signal, closing]);
  }

  /** Whether a frame will come yet. */
  isToCome(number: number): boolean {
    return this.#toCome.has(number) && !this.#signal.aborted;
  }

  /** Reads the frames; resolves when the pass has ended, with whether all came. Never rejects. */
  async run(
    read: (reading: Reading) => AsyncIterable<ReadFrame>,
    onFrame: (frame: ReadFrame) => void,
  ): Promise<boolean> {
    try {
      for await (const frame of read({ need: this.#need, signal: this.#signal })) {
        this.#toCome.delete(frame.frame);
        onFrame(frame);
        for (const each of this.#of(frame.frame)) each.resolve(frame.image);
      }
      return this.#toCome.size === 0;
    } catch (error) {
      this.#toCome.clear();
      for (const each of [...this.#waiting]) each.reject(error);
      return false;
    }
  }

  /** Waits for a frame that is to come. Throws what the pass throws, or the signal's reason. */
  wait(number: number, urgency: Urgency, signal?: AbortSignal): Promise<RgbImage> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.reject(signal?.reason);
        this.endIfUnwanted();
      };
      const done = () => {
        this.#waiting.delete(waiting);
        signal?.removeEventListener('abort', leave);
        this.#hurry();
      };
      const waiting: Waiting = {
        ...{ number, urgency },
        resolve: image => {
          done();
          resolve(image);
        },
        reject: reason => {
          done();
          reject(reason);
        },
      };
      this.#waiting.add(waiting);
      signal?.addEventListener('abort', leave, { once: true });
      this.#hurry();
    });
  }

  /** Kills the decoder, unless somebody waits. */
  endIfUnwanted(): void {
    if (this.#waiting.size === 0) this.#abort.abort();
  }

  #of(number: number): Waiting[] {
    return [...this.#waiting].filter(waiting => waiting.number === number);
  }

  /** As urgent as the most urgent of those who wait. */
  #hurry(): void {
    const wanted = new Set([...this.#waiting].map(({ urgency }) => urgency));
    this.#need.urgency = URGENCIES.find(urgency => wanted.has(urgency)) ?? 'neighbour';
  }
}
