import { basename } from 'node:path';
import { logError } from '../../node/log.ts';
import type { TrainingHead, TrainingState } from '../../shared/contract-training.ts';
import type { Publish } from '../../shared/emitter.ts';
import { problemOf, usageError } from '../../shared/errors.ts';
import type { EpochMetrics, TrainingConfig } from '../../shared/schemas/training.ts';
import { Stopwatch } from '../../shared/stopwatch.ts';
import type { RunRecord } from './runs.ts';
import { stepPublisher } from './step-publisher.ts';
import { StepSeries } from './step-series.ts';
import type { TrainingOutcome, TrainModelEvent } from './train-model.ts';

/** What a session runs: it tells what happens and ends when `signal` aborts. */
export type Train = (work: {
  signal: AbortSignal;
  preparing(done: number, total: number, text: string): void;
  deviceChosen(reason: string): void;
  onEvent(event: TrainModelEvent): void;
}) => Promise<TrainingOutcome>;

const RUNNING: readonly TrainingHead['phase'][] = ['preparing', 'training', 'stopping'];

/** The one training of this studio, or the last one: its state for pages that come late, events for those that are there. */
export class TrainingSession {
  readonly #publish: Publish;
  readonly #closing: AbortSignal;
  #head: TrainingHead | null = null;
  #series = new StepSeries();
  #epochs: EpochMetrics[] = [];
  #stepsPerEpoch = 0;
  #stop = new AbortController();
  /** On the clock that the page reckons with, which always goes on in a sleep. */
  #stopwatch = new Stopwatch(Date.now);

  constructor(publish: Publish, closing: AbortSignal) {
    this.#publish = publish;
    this.#closing = closing;
  }

  get state(): TrainingState | null {
    return this.#head && this.#stateOf(this.#head);
  }

  get running(): boolean {
    return this.#head !== null && RUNNING.includes(this.#head.phase);
  }

  /** Whether the training at work writes into this run of this project. */
  isWriting(project: string, run: string): boolean {
    return this.running && this.#head?.project === project && this.#head.run === run;
  }

  /** The last training's run has another name now, or is gone. */
  runRenamed(project: string, run: string, name: string | null): void {
    if (this.#head?.project === project && this.#head.run === run) this.#change({ run: name });
  }

  /**
   * Starts `train` and returns at once; `before` is the run that it goes on with. Throws a StudioError while another
   * training runs.
   */
  start(project: string, config: TrainingConfig, train: Train, before?: RunRecord): TrainingHead {
    if (this.running) throw usageError('A training is running already: stop it, or wait for its end.');
    this.#series = new StepSeries();
    this.#epochs = before?.epochs ?? [];
    this.#stepsPerEpoch = 0;
    this.#stop = new AbortController();
    this.#stopwatch = new Stopwatch(Date.now);
    const { name: run = null, best = null } = before?.run ?? {};
    this.#head = { ...newHead(project, config), run, best: best && { epoch: best.epoch, dice: best.dice } };
    this.#publish('training.started', this.#stateOf(this.#head));
    void this.#run(train);
    return this.#head;
  }

  /** Asks the training to end after the step in hand; false when there is none. */
  stop(): boolean {
    if (!this.running) return false;
    this.#change({ phase: 'stopping' });
    this.#stop.abort();
    return true;
  }

  async #run(train: Train): Promise<void> {
    const signal = AbortSignal.any([this.#stop.signal, this.#closing]);
    const steps = stepPublisher(this.#publish);
    const end = (change: Partial<TrainingHead>) => {
      steps.flush();
      this.#head = { ...(this.#head as TrainingHead), ...change, endedAt: Date.now() };
      this.#publish('training.ended', this.#head);
    };
    try {
      const { stopped, bestDice, bestEpoch } = await train({
        signal,
        preparing: (done, total, text) => this.#change({ preparing: { text, done, total } }),
        deviceChosen: reason => this.#change({ reason }),
        onEvent: event => this.#onEvent(event, steps),
      });
      const best = bestEpoch > 0 ? { epoch: bestEpoch, dice: bestDice } : null;
      end({ phase: stopped ? 'stopped' : 'done', best });
    } catch (error) {
      if (!signal.aborted) logError('training', error);
      end(signal.aborted ? { phase: 'stopped' } : { phase: 'failed', error: problemOf(error) });
    }
  }

  #onEvent(event: TrainModelEvent, steps: ReturnType<typeof stepPublisher>): void {
    if (event.kind === 'preparing') {
      this.#change({ preparing: { text: 'Reading images', done: event.done, total: event.total } });
    } else if (event.kind === 'started') {
      const { device, runDir, train, val } = event;
      const phase = this.#stop.signal.aborted ? 'stopping' : 'training';
      this.#change({ phase, run: basename(runDir), device, reason: this.#head?.reason || event.reason, train, val });
    } else if (event.kind === 'step') {
      this.#timeStep();
      this.#stepsPerEpoch = event.steps;
      const step = { step: (event.epoch - 1) * event.steps + event.step, loss: event.loss };
      this.#series.add(step);
      steps.add(step, event.steps);
    } else if (event.kind === 'epoch') {
      const { metrics, best } = event;
      steps.flush();
      // What a crash kept out of the snapshot is done again.
      this.#epochs = [...this.#epochs.filter(({ epoch }) => epoch < metrics.epoch), metrics];
      if (best) this.#change({ best: { epoch: metrics.epoch, dice: metrics.va_dice } });
      this.#publish('training.epoch', { metrics, best });
    } else if (event.kind === 'replanned') {
      const config = this.#head?.config;
      if (config) this.#change({ config: { ...config, epochs: event.epochs } });
    } else {
      this.#change({ notes: [...(this.#head?.notes ?? []), event.text] });
    }
  }

  /** The clock of the steps starts with the first one, and does not count the time that the machine sleeps. */
  #timeStep(): void {
    const since = this.#head?.steppingSince;
    if (!since) {
      this.#stopwatch.restart();
      this.#change({ steppingSince: Date.now() });
      return;
    }
    const slept = Math.round(this.#stopwatch.lap().slept * 1000);
    if (slept > 0) this.#change({ steppingSince: since + slept });
  }

  #stateOf(head: TrainingHead): TrainingState {
    const steps = [...this.#series.points];
    return { ...head, steps, stepsPerEpoch: this.#stepsPerEpoch, epochs: [...this.#epochs] };
  }

  #change(change: Partial<TrainingHead>): void {
    this.#head = { ...(this.#head as TrainingHead), ...change };
    this.#publish('training.changed', this.#head);
  }
}

function newHead(project: string, config: TrainingConfig): TrainingHead {
  return {
    project,
    run: null,
    phase: 'preparing',
    config,
    preparing: { text: 'Getting ready', done: 0, total: 0 },
    device: null,
    reason: '',
    train: 0,
    val: 0,
    startedAt: Date.now(),
    steppingSince: null,
    endedAt: null,
    notes: [],
    best: null,
    error: null,
  };
}
