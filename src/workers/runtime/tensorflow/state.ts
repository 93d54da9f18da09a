import type { Tensor, Variable } from '@tensorflow/tfjs';
import type { NetworkSpec } from '../../nn/architecture.ts';
import { type Parameter, parameterCatalogue } from '../../nn/parameters.ts';
import type { TrainingState } from '../../nn/trainer.ts';
import type { Tf } from './layers.ts';

/** PyTorch's filters [out, in, kh, kw] as TensorFlow's [kh, kw, in, out], a transposed convolution's likewise; and back. */
const TO_TENSORFLOW = [2, 3, 1, 0];
const TO_PYTORCH = [3, 2, 0, 1];

/** A trainable tensor of the network with Adam's moments. */
export interface Weight {
  readonly parameter: Parameter;
  readonly value: Variable;
  readonly m: Variable;
  readonly v: Variable;
}

/** The training state as variables of TensorFlow, each tensor by itself. */
export class TensorflowState {
  /** Optimiser steps done. */
  step: number;
  readonly weights: readonly Weight[];
  /** Running means and variances by their state_dict names. */
  readonly running: ReadonlyMap<string, Variable>;
  readonly #tf: Tf;
  readonly #spec: NetworkSpec;

  constructor(tf: Tf, spec: NetworkSpec, state: TrainingState) {
    this.#tf = tf;
    this.#spec = spec;
    this.step = state.step;
    const all = parameterCatalogue(spec);
    const trainable = all.filter(({ kind }) => kind === 'trainable');
    this.weights = trainable.map(parameter => ({
      parameter,
      value: this.#variable(parameter, state.params),
      m: this.#variable(parameter, state.m),
      v: this.#variable(parameter, state.v),
    }));
    const running = all.filter(({ kind }) => kind === 'running');
    this.running = new Map(running.map(parameter => [parameter.name, this.#variable(parameter, state.running)]));
  }

  async read(): Promise<TrainingState> {
    const pick = (of: 'value' | 'm' | 'v') => this.#flat(this.weights.map(weight => [weight.parameter, weight[of]]));
    const running = parameterCatalogue(this.#spec).filter(({ kind }) => kind === 'running');
    return {
      params: await pick('value'),
      m: await pick('m'),
      v: await pick('v'),
      running: await this.#flat(running.map(parameter => [parameter, this.running.get(parameter.name) as Variable])),
      step: this.step,
    };
  }

  release(): void {
    for (const { value, m, v } of this.weights) for (const variable of [value, m, v]) variable.dispose();
    for (const variable of this.running.values()) variable.dispose();
  }

  #variable({ shape, offset, size }: Parameter, flat: Float32Array): Variable {
    return this.#tf.tidy(() => {
      const tensor = this.#tf.tensor(flat.subarray(offset, offset + size), [...shape]);
      return this.#tf.variable(shape.length === 4 ? this.#tf.transpose(tensor, TO_TENSORFLOW) : tensor);
    });
  }

  async #flat(tensors: readonly (readonly [Parameter, Variable])[]): Promise<Float32Array> {
    const flat = new Float32Array(tensors.reduce((sum, [{ size }]) => sum + size, 0));
    for (const [{ shape, offset }, variable] of tensors) {
      const laid: Tensor = shape.length === 4 ? this.#tf.transpose(variable, TO_PYTORCH) : variable;
      flat.set((await laid.data()) as Float32Array, offset);
      if (laid !== variable) laid.dispose();
    }
    return flat;
  }
}
