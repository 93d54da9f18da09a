import type { Device } from '../../shared/schemas/training.ts';
import { Graph } from '../graph/graph.ts';
import { encodeModel } from '../graph/onnx-encode.ts';
import type { TrainingState } from '../nn/trainer.ts';
import { createSession, type DeviceTensor, dispose, type Feed } from './session.ts';

const NAMES = ['params', 'm', 'v', 'running', 'averageParams', 'averageRunning'] as const;
type Name = (typeof NAMES)[number];

/** Without an average its tensors are empty. */
const NOTHING: Feed = { dims: [0], data: new Float32Array() };

/** The training state where the device computes: what one step puts out is fed to the next without a copy. */
export class DeviceState {
  /** Optimiser steps done. */
  step: number;
  readonly #device: Device;
  readonly #tensors: Record<Name, Feed>;

  constructor(device: Device, state: TrainingState) {
    this.#device = device;
    this.#tensors = fromMemory(state);
    this.step = state.step;
  }

  feeds(...names: readonly Name[]): Record<string, Feed> {
    return Object.fromEntries(names.map(name => [name, this.#tensors[name]]));
  }

  /** The weights to predict with: the average where one is taken. */
  predicting(): Record<'params' | 'running', Feed> {
    const { params, running, averageParams, averageRunning } = this.#tensors;
    return this.#averages ? { params: averageParams, running: averageRunning } : { params, running };
  }

  get #averages(): boolean {
    return dimsOf(this.#tensors.averageParams) > 0;
  }

  /** Takes the outputs `next.<name>` as the new state and frees the old. */
  advance(outputs: Readonly<Record<string, DeviceTensor>>): void {
    for (const name of NAMES) if (outputs[`next.${name}`]) this.#replace(name, outputs[`next.${name}`]);
  }

  async read(): Promise<TrainingState> {
    const state = this.#device === 'webgpu' ? await this.#download() : this.#tensors;
    const copy = (name: Name) => floats(state[name]).slice();
    const average = { params: copy('averageParams'), running: copy('averageRunning') };
    return {
      ...{ params: copy('params'), m: copy('m'), v: copy('v'), running: copy('running'), step: this.step },
      ...(this.#averages && { average }),
    };
  }

  write(state: TrainingState): void {
    const tensors = fromMemory(state);
    for (const name of NAMES) this.#replace(name, tensors[name]);
    this.step = state.step;
  }

  /** Must come before the sessions' release. */
  release(): void {
    for (const name of NAMES) this.#replace(name, NOTHING);
  }

  #replace(name: Name, next: Feed): void {
    const old = this.#tensors[name];
    this.#tensors[name] = next;
    if ('ort' in old) dispose(old);
  }

  /** ONNX Runtime cannot read a device tensor back (it aborts the process), but a model that copies its inputs can. */
  async #download(): Promise<Record<Name, Feed>> {
    const g = new Graph('webgpu');
    const names = NAMES.filter(name => dimsOf(this.#tensors[name]) > 0);
    for (const name of names) g.output(`${name}.copy`, g.input(name, [dimsOf(this.#tensors[name])]));
    const session = await createSession(encodeModel(g), { device: 'webgpu' });
    const copies = await session.run(this.feeds(...names));
    await session.release();
    return Object.fromEntries(NAMES.map(name => [name, copies[`${name}.copy`] ?? NOTHING])) as Record<Name, Feed>;
  }
}

function fromMemory({ params, m, v, running, average }: TrainingState): Record<Name, Feed> {
  const tensor = (data: Float32Array) => ({ dims: [data.length], data });
  return {
    ...{ params: tensor(params), m: tensor(m), v: tensor(v), running: tensor(running) },
    averageParams: average ? tensor(average.params) : NOTHING,
    averageRunning: average ? tensor(average.running) : NOTHING,
  };
}

function dimsOf(feed: Feed): number {
  return 'ort' in feed ? feed.ort.dims[0] : feed.dims[0];
}

function floats(feed: Feed): Float32Array {
  return 'ort' in feed ? (feed.ort.data as Float32Array) : feed.data;
}
