import { type FilePath, pathOf } from '../../node/project-path.ts';
import { fileError } from '../../shared/errors.ts';
import { statOf } from '../files/read.ts';
import { openPredictor, type Predictor } from '../jobs/predictor.ts';
import type { SpawnWorker } from '../jobs/worker-host.ts';

/** A model that nobody asks gives its memory back, ms. */
const IDLE = 60_000;

/** Keeps the model that was asked last in its process, on the CPU: a training may have the graphics card. */
export class KeptPredictor {
  readonly #spawnWorker: SpawnWorker;
  #kept: { key: string; predictor: Predictor } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(spawnWorker: SpawnWorker) {
    this.#spawnWorker = spawnWorker;
  }

  close = (): void => {
    clearTimeout(this.#timer);
    this.#kept?.predictor.close();
    this.#kept = undefined;
  };

  /** Loads the model of that path unless it is there, and has it work. One work at a time. Throws a StudioError. */
  async use<T>(model: FilePath, signal: AbortSignal, work: (predictor: Predictor) => Promise<T>): Promise<T> {
    clearTimeout(this.#timer);
    try {
      return await work(await this.#open(model));
    } catch (error) {
      // A process that failed once does not recover; one that was merely told to leave off is as good as before.
      if (!signal.aborted) this.close();
      throw error;
    } finally {
      this.#timer = setTimeout(this.close, IDLE);
      this.#timer.unref();
    }
  }

  async #open(model: FilePath): Promise<Predictor> {
    const { mtimeMs } = await statOf(model).catch(error => {
      throw fileError('read', pathOf(model), error);
    });
    // A training that goes on writes better models to the same path.
    const key = `${model} ${mtimeMs}`;
    if (this.#kept?.key !== key) {
      this.close();
      const predictor = await openPredictor({ model, device: 'cpu', spawnWorker: this.#spawnWorker });
      this.#kept = { key, predictor };
    }
    return this.#kept.predictor;
  }
}
