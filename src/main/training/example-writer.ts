import { type ExamplesOptions, writeExamples } from './examples.ts';

/** The share of an epoch's time that examples may take from the training. */
const SHARE = 0.1;

/** Writes examples as the model becomes better, but not so often that the training suffers. */
export class ExampleWriter {
  readonly #options: Omit<ExamplesOptions, 'epoch'>;
  readonly #onWritten: () => void;
  readonly #ending = new AbortController();
  #work: Promise<void> | null = null;
  /** What writing took the last time, ms; 0 before. */
  #took = 0;
  #written = 0;
  #newest = 0;

  /** `onWritten` is called whenever there are new examples. */
  constructor(options: Omit<ExamplesOptions, 'epoch'>, onWritten: () => void) {
    this.#options = { ...options, signal: AbortSignal.any([options.signal, this.#ending.signal]) };
    this.#onWritten = onWritten;
  }

  /** A better model of this epoch, which took so many seconds, is on disk. */
  improved(epoch: number, seconds: number): void {
    this.#newest = epoch;
    if (this.#work || this.#took > SHARE * seconds * 1000) return;
    this.#work = this.#write(epoch).finally(() => {
      this.#work = null;
    });
  }

  /** Waits until the examples are those of the best model. Examples are not worth a failure: what goes wrong is passed over. */
  async finish(): Promise<void> {
    await this.#work;
    if (this.#newest > this.#written) await this.#write(this.#newest);
  }

  /** Breaks off what is being written: once it resolves, nothing writes to the run. */
  async end(): Promise<void> {
    this.#ending.abort();
    await this.#work;
  }

  async #write(epoch: number): Promise<void> {
    const started = performance.now();
    try {
      this.#written = await writeExamples({ ...this.#options, epoch });
      this.#onWritten();
    } catch {
      // The next better model tries again.
    }
    this.#took = performance.now() - started;
  }
}
