import type { Tensor, Variable } from '@tensorflow/tfjs';
import { adamScalars, BETA1, BETA2, EPSILON } from '../../nn/adam.ts';
import { architectureOf, networkIn } from '../../nn/architecture.ts';
import { logitsOf } from '../../nn/entries.ts';
import { segmentationLoss } from '../../nn/losses/segmentation-loss.ts';
import { trainingBytes } from '../../nn/memory.ts';
import { MOMENTUM } from '../../nn/train-step.ts';
import type { CreateTrainer, MemoryPlan, Trainer, TrainerOptions, TrainingState } from '../../nn/trainer.ts';
import { decays, keptShare } from '../../nn/weight-decay.ts';
import { type Image, type Statistics, type Tf, tensorflowLayers } from './layers.ts';
import { tensorflowOperators } from './loss-operators.ts';
import { TensorflowState } from './state.ts';

/** Trainers on TensorFlow.js, on whatever device that runs. */
export function tensorflowTrainers(tf: Tf): CreateTrainer {
  return async options => new TensorflowTrainer(tf, options);
}

/** What one part of a batch gives. */
interface Gradients {
  readonly loss: Tensor;
  /** Gradients by state_dict name. */
  readonly byName: ReadonlyMap<string, Tensor>;
  /** The next running statistics, by name. */
  readonly running: ReadonlyMap<string, Tensor>;
}

/** Differentiates by TensorFlow's own tape; the update is Adam in PyTorch's arrangement, as `nn/adam.ts` has it. */
class TensorflowTrainer implements Trainer {
  readonly plan: MemoryPlan;
  readonly #tf: Tf;
  readonly #options: Omit<TrainerOptions, 'state'>;
  #state: TensorflowState;

  constructor(tf: Tf, { state, ...options }: TrainerOptions) {
    this.#tf = tf;
    this.#options = options;
    this.#state = new TensorflowState(tf, networkIn(options), state);
    const microBatch = options.microBatch ?? options.batch;
    this.plan = { microBatch, bytes: trainingBytes(options, microBatch) };
  }

  async step(x: Float32Array, y: Float32Array, count: number, lr = this.#options.lr): Promise<number> {
    const tf = this.#tf;
    const loss = tf.tidy(() => {
      const total = { loss: tf.scalar(0) as Tensor, byName: new Map<string, Tensor>() };
      let running: ReadonlyMap<string, Tensor> = this.#state.running;
      for (const { first, size } of this.#parts(count)) {
        const part = this.#gradients(this.#images(x, first, size), this.#images(y, first, size), running);
        running = part.running;
        const share = (value: Tensor) => tf.mul(value, size / count);
        total.loss = tf.add(total.loss, share(part.loss));
        for (const [name, value] of part.byName) {
          const before = total.byName.get(name);
          total.byName.set(name, before ? tf.add(before, share(value)) : share(value));
        }
      }
      const next = this.#updated(total.byName, lr);
      // Only now, and nothing but assignments: a step that ran out of memory is taken again.
      for (const [variable, value] of next) variable.assign(value);
      for (const [name, value] of running) this.#state.running.get(name)?.assign(value);
      this.#state.step++;
      return total.loss;
    });
    const [value] = await loss.data();
    loss.dispose();
    return value;
  }

  async validate(x: Float32Array, y: Float32Array, count: number): Promise<{ loss: number; logits: Float32Array }> {
    const tf = this.#tf;
    const perImage = this.#pixels * logitsOf(this.#options);
    const all = new Float32Array(count * perImage);
    let sum = 0;
    for (const { first, size } of this.#parts(count)) {
      const [loss, logits] = tf.tidy(() => {
        const { running } = this.#state;
        const statistics: Statistics = (_, norm) => ({
          mean: running.get(`${norm}.running_mean`) as Variable,
          variance: running.get(`${norm}.running_var`) as Variable,
        });
        const logits = this.#forward(this.#images(x, first, size), statistics);
        return [this.#loss(logits, this.#images(y, first, size)), tf.transpose(logits, [0, 3, 1, 2])];
      });
      all.set((await logits.data()) as Float32Array, first * perImage);
      sum += ((await loss.data())[0] * size) / count;
      tf.dispose([loss, logits]);
    }
    return { loss: sum, logits: all };
  }

  readState(): Promise<TrainingState> {
    return this.#state.read();
  }

  async writeState(state: TrainingState): Promise<void> {
    const before = this.#state;
    this.#state = new TensorflowState(this.#tf, networkIn(this.#options), state);
    before.release();
  }

  async release(): Promise<void> {
    this.#state.release();
  }

  #loss(logits: Image, y: Image): Tensor {
    return segmentationLoss<Tensor>(tensorflowOperators(this.#tf), logits, y, this.#options.loss);
  }

  get #pixels(): number {
    return this.#options.height * this.#options.width;
  }

  #forward(x: Image, statistics: Statistics): Image {
    const named = new Map(this.#state.weights.map(({ parameter, value }) => [parameter.name, value]));
    const layers = tensorflowLayers(this.#tf, name => named.get(name) as Variable, statistics);
    return architectureOf(this.#options).forward(layers, x);
  }

  #gradients(x: Image, y: Image, running: ReadonlyMap<string, Tensor>): Gradients {
    const tf = this.#tf;
    const seen = new Map<string, Tensor>();
    const note = (name: string, value: Tensor) => {
      const before = running.get(name) as Tensor;
      // Kept, for the tape throws away all that does not lead to the loss.
      seen.set(name, tf.keep(tf.add(tf.mul(before, 1 - MOMENTUM), tf.mul(value, MOMENTUM))));
    };
    const statistics: Statistics = (x, norm) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      const count = x.shape[0] * x.shape[1] * x.shape[2];
      note(`${norm}.running_mean`, mean);
      // PyTorch normalises with the biased variance but remembers the unbiased one.
      note(`${norm}.running_var`, tf.mul(variance, count / Math.max(1, count - 1)));
      return { mean, variance };
    };
    const { weights } = this.#state;
    const { value, grads } = tf.variableGrads(
      () => tf.reshape(this.#loss(this.#forward(x, statistics), y), []),
      weights.map(weight => weight.value),
    );
    // Whoever calls this tidies up: what was kept from the tape's tidying is handed over to that.
    const next = new Map([...seen].map(([name, kept]) => [name, tf.clone(kept)]));
    tf.dispose([...seen.values()]);
    const byName = new Map(weights.map(weight => [weight.parameter.name, grads[weight.value.name]]));
    return { loss: value, byName, running: next };
  }

  /** What Adam makes of every weight and its moments. */
  #updated(gradients: ReadonlyMap<string, Tensor>, lr: number): [Variable, Tensor][] {
    const tf = this.#tf;
    const { weightDecay = 0 } = this.#options;
    const { stepSize, correction } = adamScalars(lr, this.#state.step + 1);
    return this.#state.weights.flatMap(({ parameter, value, m, v }): [Variable, Tensor][] => {
      const gradient = gradients.get(parameter.name) as Tensor;
      const nextM = tf.add(tf.mul(m, BETA1), tf.mul(gradient, 1 - BETA1));
      const nextV = tf.add(tf.mul(v, BETA2), tf.mul(tf.square(gradient), 1 - BETA2));
      const step = tf.mul(tf.div(nextM, tf.add(tf.div(tf.sqrt(nextV), correction), EPSILON)), stepSize);
      const kept = weightDecay > 0 && decays(parameter) ? tf.mul(value, keptShare(lr, weightDecay)) : value;
      return [
        [m, nextM],
        [v, nextV],
        [value, tf.sub(kept, step)],
      ];
    });
  }

  #parts(count: number): { first: number; size: number }[] {
    const { microBatch } = this.plan;
    return Array.from({ length: Math.ceil(count / microBatch) }, (_, i) => ({
      first: i * microBatch,
      size: Math.min(microBatch, count - i * microBatch),
    }));
  }

  /** One channel lies in memory alike in both layouts. */
  #images(data: Float32Array, first: number, size: number): Image {
    const { height, width } = this.#options;
    const part = data.subarray(first * this.#pixels, (first + size) * this.#pixels);
    return this.#tf.tensor4d(part, [size, height, width, 1]);
  }
}
