import { StudioError } from '../../shared/errors.ts';
import type { TrainingEvent } from '../../shared/worker-protocol.ts';
import type { NetworkSpec } from '../nn/architecture.ts';
import type { Trainer, TrainingState } from '../nn/trainer.ts';
import { hasSnapshot, type Position, writeSnapshot } from './snapshot.ts';

/** The share of the time that writing snapshots may take. */
const SHARE = 0.02;
/** A snapshot within an epoch so often, ms; after this time also when that takes more than its share. */
const STEPS_EVERY = { least: 60_000, most: 180_000 };
/** The same for epochs: every one gets a snapshot, unless they are so short that many share one. */
const EPOCHS_EVERY = { least: 0, most: 30_000 };

/** Writes the snapshots of a run, but not so often that the training suffers. */
export class SnapshotWriter {
  readonly #runDir: string;
  readonly #spec: NetworkSpec;
  readonly #trainer: Trainer;
  readonly #send: (event: TrainingEvent) => void;
  #tried = performance.now();
  #took = 0;
  #position: Position | undefined;
  #troubled = false;
  /** Whether the run can be resumed at all, or that was tried. */
  #kept: boolean;

  constructor(runDir: string, spec: NetworkSpec, trainer: Trainer, send: (event: TrainingEvent) => void) {
    this.#runDir = runDir;
    this.#spec = spec;
    this.#trainer = trainer;
    this.#send = send;
    this.#kept = hasSnapshot(runDir);
  }

  /** Whether one should be written after a step, or after the step that ends an epoch. The first step of a run always gets one. */
  isDue(after: 'step' | 'epoch'): boolean {
    if (!this.#kept) return true;
    const since = performance.now() - this.#tried;
    const { least, most } = after === 'step' ? STEPS_EVERY : EPOCHS_EVERY;
    return since > most || (since > least && since * SHARE > this.#took);
  }

  /** Writes one. A disk that does not take it is told once, for the training can go on without: the one before stays whole. */
  async write(position: Position): Promise<void> {
    try {
      await this.writeOrThrow(position);
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      this.#tried = performance.now();
      this.#kept = true;
      if (!this.#troubled) this.#send({ kind: 'note', text: troubleWith(error.message, this.#position) });
      this.#troubled = true;
    }
  }

  /**
   * Writes one, if the last is of another position. Weights that are no numbers are not written, for nothing could go on
   * from them: the loss of the next step or of the validation will tell of them.
   *
   * @throws StudioError when the disk does not take it
   */
  async writeOrThrow(position: Position): Promise<void> {
    if (position === this.#position) return;
    const started = performance.now();
    const state = await this.#trainer.readState();
    if (!areNumbers(state)) return;
    const { microBatch } = this.#trainer.plan;
    await writeSnapshot(this.#runDir, this.#spec, { state, position: { ...position, microBatch } });
    this.#position = position;
    this.#kept = true;
    this.#troubled = false;
    this.#tried = performance.now();
    this.#took = this.#tried - started;
  }
}

function troubleWith(reason: string, kept: Position | undefined): string {
  const place = kept ? `epoch ${kept.epoch}, step ${kept.done.steps}` : 'where this training began';
  return `${reason} The training goes on, but a run cut off now would be resumed from ${place}.`;
}

function areNumbers({ params, running }: TrainingState): boolean {
  return [params, running].every(values => values.every(Number.isFinite));
}
