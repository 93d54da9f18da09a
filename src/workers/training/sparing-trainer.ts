import { StudioError } from '../../shared/errors.ts';
import type { CreateTrainer, MemoryPlan, Trainer, TrainerOptions, TrainingState } from '../nn/trainer.ts';
import { saysOutOfMemory } from '../runtime/native-words.ts';

/** The device is lost and with it the weights that lay on it: `writeState` with an older state goes on from there. */
export class StateLost extends Error {
  override readonly name = 'StateLost';
}

/**
 * A trainer that halves its micro-batch when memory does not suffice, and takes the step again: the state advances only
 * when a step has succeeded.
 *
 * Its calls throw a `StateLost` when the device took the state with it, and a StudioError when not even one image fits.
 */
export async function sparingTrainer(create: CreateTrainer, options: TrainerOptions): Promise<Trainer> {
  const trainer = new SparingTrainer(create, options);
  await trainer.writeState(options.state);
  return trainer;
}

class SparingTrainer implements Trainer {
  readonly #create: CreateTrainer;
  readonly #options: TrainerOptions;
  #inner: Trainer | undefined;
  #microBatch: number | undefined;
  #plan: MemoryPlan = { microBatch: 0, bytes: 0 };

  constructor(create: CreateTrainer, { state: _, ...options }: TrainerOptions) {
    this.#create = create;
    // The first state is not held on to: it may be as large as all that fits.
    this.#options = { ...options, state: NO_STATE };
    this.#microBatch = options.microBatch;
  }

  get plan(): MemoryPlan {
    return this.#plan;
  }

  step(x: Float32Array, y: Float32Array, count: number, lr?: number): Promise<number> {
    return this.#sparing(trainer => trainer.step(x, y, count, lr));
  }

  validate(x: Float32Array, y: Float32Array, count: number): Promise<{ loss: number; logits: Float32Array }> {
    return this.#sparing(trainer => trainer.validate(x, y, count));
  }

  readState(): Promise<TrainingState> {
    return this.#sparing(trainer => trainer.readState());
  }

  async writeState(state: TrainingState): Promise<void> {
    if (this.#inner) return this.#inner.writeState(state);
    for (;;) {
      try {
        this.#inner = await this.#create({ ...this.#options, microBatch: this.#microBatch, state });
        this.#plan = this.#inner.plan;
        return;
      } catch (error) {
        if (!saysOutOfMemory(error)) throw error;
        this.#halve(this.#microBatch ?? this.#options.batch, error);
      }
    }
  }

  async release(): Promise<void> {
    await this.#inner?.release();
    this.#inner = undefined;
  }

  #held(): Trainer {
    if (!this.#inner) throw new StateLost('There is no state on the device.');
    return this.#inner;
  }

  async #sparing<T>(work: (trainer: Trainer) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work(this.#held());
      } catch (error) {
        if (!saysOutOfMemory(error)) throw error;
        this.#halve(this.#plan.microBatch, error);
        await this.#renew();
      }
    }
  }

  #halve(microBatch: number, cause: unknown): void {
    if (microBatch <= 1) {
      throw new StudioError(
        'There is not enough memory to train on one image at a time: close other programs and resume the run, or train anew with a smaller size or base.',
        'failure',
        { cause },
      );
    }
    this.#microBatch = Math.ceil(microBatch / 2);
  }

  /** A trainer that has run out of memory holds on to what it got: only another one starts small. */
  async #renew(): Promise<void> {
    const old = this.#held();
    const state = await old.readState().catch(() => undefined);
    this.#inner = undefined;
    await old.release().catch(() => {});
    if (!state) throw new StateLost('The device was lost.');
    await this.writeState(state);
  }
}

const NOTHING = new Float32Array();
const NO_STATE: TrainingState = { params: NOTHING, m: NOTHING, v: NOTHING, running: NOTHING, step: 0 };
