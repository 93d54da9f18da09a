import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { fileError, StudioError } from '../../shared/errors.ts';
import { flatSize, parameterCatalogue } from '../nn/parameters.ts';
import type { Trainer, TrainingState } from '../nn/trainer.ts';
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from './safetensors.ts';

/** Where a training stands between two steps. */
const positionSchema = z.object({
  /** The epoch at work, from 1; one more than all epochs after the last. */
  epoch: z.int().positive(),
  /** The four words of the generator before this epoch's draws. */
  random: z.array(z.int().nonnegative()).length(4),
  /** Of this epoch: steps done, images seen, the sum of their losses, and the time taken, s. */
  done: z.object({ steps: z.int(), images: z.int(), loss: z.number(), seconds: z.number() }),
  /** The epoch with the best validation Dice; epoch 0 before the first. */
  best: z.object({ epoch: z.int().nonnegative(), dice: z.number() }),
  /** Names the images of both splits (`splitsKey`). */
  splits: z.string(),
});
export type Position = z.infer<typeof positionSchema>;

/** All of a training between two steps: from it, it goes on as if it had never stopped. */
export interface Snapshot {
  readonly state: TrainingState;
  readonly position: Position;
}

const FILE = 'state.safetensors';
const FORMAT = 'crack-studio snapshot 1';

/**
 * Writes `state.safetensors` of a run: every tensor of the network by its name in PyTorch, Adam's moments as `adam.m.<name>`
 * and `adam.v.<name>`, the rest in the metadata. Throws a StudioError.
 */
export async function writeSnapshot(runDir: string, base: number, { state, position }: Snapshot): Promise<void> {
  const tensors = new Map<string, NamedTensor>();
  for (const { key, shape, vector, offset, size } of places(base)) {
    tensors.set(key, { shape, data: state[vector].subarray(offset, offset + size) });
  }
  const metadata = { format: FORMAT, position: JSON.stringify(position), step: String(state.step) };
  await writeFileAtomic(join(runDir, FILE), encodeSafetensors({ tensors, metadata }));
}

/** Reads what `writeSnapshot` wrote. Throws a StudioError when there is none, or it is damaged or of another network. */
export async function readSnapshot(runDir: string, base: number): Promise<Snapshot> {
  const path = join(runDir, FILE);
  if (!existsSync(path)) throw new StudioError(`${path} is missing, so this run cannot be resumed: train anew.`);
  const bytes = await readFile(path).catch(error => {
    throw fileError('read', path, error);
  });
  try {
    const { tensors, metadata } = decodeSafetensors(bytes);
    const position = positionSchema.parse(JSON.parse(metadata.position));
    const step = z.coerce.number().int().nonnegative().parse(metadata.step);
    const vectors = emptyVectors(base);
    for (const { key, vector, offset, size } of places(base)) {
      const data = tensors.get(key)?.data;
      if (data?.length !== size) throw new Error(`${key} does not fit`);
      vectors[vector].set(data, offset);
    }
    return { state: { ...vectors, step }, position };
  } catch (cause) {
    throw new StudioError(`${path} is damaged, so this run cannot be resumed: train anew.`, 'failure', { cause });
  }
}

/** A snapshot within an epoch so often, ms. */
const EVERY = 60_000;
/** The share of the time that writing snapshots may take. */
const SHARE = 0.02;

/** Writes the snapshots of a run, but not so often that the training suffers. */
export class SnapshotWriter {
  readonly #runDir: string;
  readonly #base: number;
  readonly #trainer: Trainer;
  #written = performance.now();
  #took = 0;

  constructor(runDir: string, base: number, trainer: Trainer) {
    this.#runDir = runDir;
    this.#base = base;
    this.#trainer = trainer;
  }

  /** Whether one should be written after a step, or after the step that ends an epoch. */
  isDue(after: 'step' | 'epoch'): boolean {
    const since = performance.now() - this.#written;
    return since * SHARE > this.#took && (after === 'epoch' || since > EVERY);
  }

  async write(position: Position): Promise<void> {
    const started = performance.now();
    await writeSnapshot(this.#runDir, this.#base, { state: await this.#trainer.readState(), position });
    this.#written = performance.now();
    this.#took = this.#written - started;
  }
}

type Vector = 'params' | 'm' | 'v' | 'running';

function emptyVectors(base: number): Record<Vector, Float32Array> {
  const trainable = () => new Float32Array(flatSize(base, 'trainable'));
  return { params: trainable(), m: trainable(), v: trainable(), running: new Float32Array(flatSize(base, 'running')) };
}

/** Where each tensor of the file lies in the flat vectors. */
function places(base: number) {
  const catalogue = parameterCatalogue(base);
  const inVector = (vector: Vector, prefix: string, kind: 'trainable' | 'running') =>
    catalogue
      .filter(parameter => parameter.kind === kind)
      .map(({ name, shape, offset, size }) => ({ key: prefix + name, shape, vector, offset, size }));
  return [
    ...inVector('params', '', 'trainable'),
    ...inVector('running', '', 'running'),
    ...inVector('m', 'adam.m.', 'trainable'),
    ...inVector('v', 'adam.v.', 'trainable'),
  ];
}
