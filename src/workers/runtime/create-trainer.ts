import { freemem } from 'node:os';
import { adamScalars } from '../nn/adam.ts';
import { averageDecay } from '../nn/average.ts';
import { logitsOf } from '../nn/entries.ts';
import { planMicroBatch } from '../nn/memory.ts';
import { flatSize } from '../nn/parameters.ts';
import type { MemoryPlan, Trainer, TrainerOptions, TrainingState } from '../nn/trainer.ts';
import { keptShare } from '../nn/weight-decay.ts';
import { DeviceState } from './device-state.ts';
import { dispose, type Feed, toTensor } from './session.ts';
import { TrainerSessions } from './trainer-sessions.ts';

/** WebGPU does not tell how much memory an adapter has: what a small discrete card can spare. */
const ASSUMED_DEVICE_BYTES = 4 * 2 ** 30;
/** The part of the free memory that a training may take; the rest is for batches, ffmpeg and the window. */
const MEMORY_SHARE = 0.7;

/** Makes a trainer on a device, its first session included; throws what ONNX Runtime says when the device cannot be had. */
export async function createTrainer(options: TrainerOptions): Promise<Trainer> {
  const trainer = new DeviceTrainer(options);
  await trainer.prepare();
  return trainer;
}

/** The state only advances when a step has succeeded, so a step that ran out of memory can be taken again. */
class DeviceTrainer implements Trainer {
  readonly plan: MemoryPlan;
  readonly #options: Omit<TrainerOptions, 'state'>;
  readonly #sessions: TrainerSessions;
  readonly #state: DeviceState;
  readonly #pixels: number;

  constructor({ state, ...options }: TrainerOptions) {
    this.#options = options; // without the first state, which would be held on to
    const budget = options.device === 'webgpu' ? ASSUMED_DEVICE_BYTES : freemem() * MEMORY_SHARE;
    this.plan = planMicroBatch(options, Math.min(options.microBatch ?? options.batch, options.batch), budget);
    // On WebGPU a session may not go while a tensor that it made is in use, so none is freed to make room there.
    this.#sessions = new TrainerSessions(options, options.device === 'webgpu' ? Number.POSITIVE_INFINITY : budget);
    this.#state = new DeviceState(options.device, options.ema ? averaging(state) : state);
    this.#pixels = options.height * options.width;
  }

  async prepare(): Promise<void> {
    const { batch } = this.#options;
    await this.#sessions.get(this.plan.microBatch < batch ? 'gradient' : 'step', this.plan.microBatch);
  }

  async step(x: Float32Array, y: Float32Array, count: number, lr = this.#options.lr): Promise<number> {
    const isSplit = this.plan.microBatch < this.#options.batch;
    const loss = await (isSplit ? this.#splitStep(x, y, count, lr) : this.#fusedStep(x, y, count, lr));
    if (this.#options.ema) await this.#average(this.#options.ema);
    return loss;
  }

  async #average(decay: number): Promise<void> {
    const session = await this.#sessions.get('average', 1);
    const fresh = flat(Float32Array.of(1 - averageDecay(decay, this.#state.step)));
    const feeds = this.#state.feeds('params', 'running', 'averageParams', 'averageRunning');
    this.#state.advance(await session.runResident({ ...feeds, fresh }));
  }

  async #fusedStep(x: Float32Array, y: Float32Array, count: number, lr: number): Promise<number> {
    const session = await this.#sessions.get('step', count);
    const state = this.#state.feeds('params', 'm', 'v', 'running');
    const outputs = await session.runResident({ ...this.#images(x, y, 0, count), ...state, ...this.#scalars(lr) });
    this.#state.advance(outputs);
    this.#state.step++;
    return toTensor(outputs.loss).data[0];
  }

  /** Averages the gradients of parts of the batch, then updates once. Batch norms see one part at a time. */
  async #splitStep(x: Float32Array, y: Float32Array, count: number, lr: number): Promise<number> {
    const start = this.#state.feeds('running', 'params');
    let running: Feed = start.running;
    let gradient: Feed = flat(new Float32Array(flatSize(this.#options, 'trainable')));
    let loss = 0;
    try {
      for (const { first, size } of this.#parts(count)) {
        const session = await this.#sessions.get('gradient', size);
        const weight = flat(Float32Array.of(size / count));
        const images = this.#images(x, y, first, size);
        const outputs = await session.runResident({ ...images, params: start.params, running, gradient, weight });
        if ('ort' in gradient) dispose(gradient);
        if ('ort' in running && running !== start.running) dispose(running);
        gradient = outputs['next.gradient'];
        running = outputs['next.running'];
        loss += toTensor(outputs.loss).data[0] * (size / count);
      }
      const update = await this.#sessions.get('update', 1);
      const state = this.#state.feeds('params', 'm', 'v');
      const outputs = await update.runResident({ ...state, gradient, ...this.#scalars(lr) });
      this.#state.advance('ort' in running ? { ...outputs, 'next.running': running } : outputs);
    } catch (error) {
      // Whoever goes on after this frees the sessions, and a session must not go before what it made.
      if ('ort' in running && running !== start.running) dispose(running);
      throw error;
    } finally {
      if ('ort' in gradient) dispose(gradient);
    }
    this.#state.step++;
    return loss;
  }

  async validate(x: Float32Array, y: Float32Array, count: number): Promise<{ loss: number; logits: Float32Array }> {
    const perImage = this.#pixels * logitsOf(this.#options);
    const logits = new Float32Array(count * perImage);
    let loss = 0;
    for (const { first, size } of this.#parts(count)) {
      const session = await this.#sessions.get('validation', size);
      const outputs = await session.run({
        ...this.#images(x, y, first, size),
        ...this.#state.predicting(),
      });
      logits.set(outputs.logits.data, first * perImage);
      loss += outputs.loss.data[0] * (size / count);
    }
    return { loss, logits };
  }

  readState() {
    return this.#state.read();
  }

  async writeState(state: TrainingState): Promise<void> {
    this.#state.write(this.#options.ema ? averaging(state) : state);
  }

  async release(): Promise<void> {
    this.#state.release();
    await this.#sessions.release();
  }

  #parts(count: number): { first: number; size: number }[] {
    const { microBatch } = this.plan;
    return Array.from({ length: Math.ceil(count / microBatch) }, (_, i) => ({
      first: i * microBatch,
      size: Math.min(microBatch, count - i * microBatch),
    }));
  }

  #images(x: Float32Array, y: Float32Array, first: number, size: number): { x: Feed; y: Feed } {
    const { height, width } = this.#options;
    const part = (data: Float32Array) => data.subarray(first * this.#pixels, (first + size) * this.#pixels);
    const dims = [size, 1, height, width];
    return { x: { dims, data: part(x) }, y: { dims, data: part(y) } };
  }

  /** The feeds of Adam's update that change from step to step. */
  #scalars(lr: number): Record<string, Feed> {
    const { weightDecay } = this.#options;
    const scalars = {
      ...adamScalars(lr, this.#state.step + 1),
      ...(weightDecay && { keep: keptShare(lr, weightDecay) }),
    };
    return Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, flat(Float32Array.of(value))]));
  }
}

/** An average begins with the weights themselves. */
function averaging(state: TrainingState): TrainingState {
  return { ...state, average: state.average ?? { params: state.params, running: state.running } };
}

function flat(data: Float32Array): Feed {
  return { dims: [data.length], data };
}
