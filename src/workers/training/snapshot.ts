import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { readBytes } from '../../node/read-file.ts';
import { StudioError } from '../../shared/errors.ts';
import type { NetworkSpec } from '../nn/architecture.ts';
import { flatSize, parameterCatalogue } from '../nn/parameters.ts';
import type { TrainingState } from '../nn/trainer.ts';
import { runPath } from './run-path.ts';
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from './safetensors.ts';

/** Where a training stands between two steps. */
const positionSchema = z.object({
  /** The epoch at work, from 1; one more than all epochs after the last. */
  epoch: z.int().positive(),
  /** The four words of the generator before this epoch's draws. */
  random: z.array(z.int().nonnegative()).length(4),
  /** Of this epoch: steps done, images seen, the sum of their losses, the time taken, and how much of it batches were waited for, s. */
  done: z.object({
    steps: z.int(),
    images: z.int(),
    loss: z.number(),
    seconds: z.number(),
    waited: z.number().default(0),
  }),
  /** The epoch that is kept, its validation Dice, and what it counted as (`epochScore`), which is the Dice when absent; epoch 0 before the first. */
  best: z.object({ epoch: z.int().nonnegative(), dice: z.number(), score: z.number().optional() }),
  /** The epochs in all as they were planned anew for the time that is left, in place of those of the settings. */
  planned: z.object({ instead: z.int(), epochs: z.int() }).optional(),
  /** Names the images of both splits (`splitsKey`). */
  splits: z.string(),
  /** By what the learning rate is multiplied: below 1 since the training went back for a loss that was no number. */
  lrScale: z.number().positive().default(1),
  /** Images that went through the network at once: statistics of batches depend on it. The whole batch when absent. */
  microBatch: z.int().positive().optional(),
});
export type Position = z.infer<typeof positionSchema>;

/** All of a training between two steps: from it, it goes on as if it had never stopped. */
export interface Snapshot {
  readonly state: TrainingState;
  readonly position: Position;
}

const FILE = 'state.safetensors';
/** More than the weights of any network here and Adam's moments of them take. */
const MOST_BYTES = 2 ** 32;
const FORMAT = 'crack-studio snapshot 1';

/**
 * Writes `state.safetensors` of a run: every tensor of the network by its name in PyTorch, Adam's moments as `adam.m.<name>`
 * and `adam.v.<name>`, moving averages as `ema.<name>`, the rest in the metadata. Throws a StudioError.
 */
export async function writeSnapshot(runDir: string, spec: NetworkSpec, { state, position }: Snapshot): Promise<void> {
  const tensors = new Map<string, NamedTensor>();
  const vectors = vectorsOf(state);
  for (const { key, shape, vector, offset, size } of places(spec)) {
    const data = vectors[vector];
    if (data) tensors.set(key, { shape, data: data.subarray(offset, offset + size) });
  }
  const metadata = { format: FORMAT, position: JSON.stringify(position), step: String(state.step) };
  await writeFileAtomic(runPath(runDir).join(FILE), encodeSafetensors({ tensors, metadata }));
}

/** Reads what `writeSnapshot` wrote. Throws a StudioError when there is none, or it is damaged or of another network. */
export async function readSnapshot(runDir: string, spec: NetworkSpec): Promise<Snapshot> {
  const path = join(runDir, FILE);
  if (!hasSnapshot(runDir)) throw new StudioError(`${path} is missing, so this run cannot be resumed: train anew.`);
  const bytes = await readBytes(runPath(runDir).join(FILE), MOST_BYTES);
  try {
    const { tensors, metadata } = decodeSafetensors(bytes);
    const position = positionSchema.parse(JSON.parse(metadata.position));
    const step = z.coerce.number().int().nonnegative().parse(metadata.step);
    const averages = tensors.has(places(spec).find(({ vector }) => vector === 'averageParams')!.key);
    const found = places(spec).flatMap(({ key, vector, offset, size }) => {
      if (!averages && isOfAverage(vector)) return [];
      const data = tensors.get(key)?.data;
      if (data?.length !== size) throw new Error(`${key} does not fit`);
      return [{ vector, offset, data }];
    });
    // Only now, for the settings may be those of a network far larger than the file.
    const vectors = emptyVectors(spec);
    for (const { vector, offset, data } of found) vectors[vector].set(data, offset);
    const { averageParams, averageRunning, ...state } = vectors;
    const average = { params: averageParams, running: averageRunning };
    return { state: { ...state, ...(averages && { average }), step }, position };
  } catch (cause) {
    throw new StudioError(`${path} is damaged, so this run cannot be resumed: train anew.`, 'failure', { cause });
  }
}

/** Whether a run has a snapshot to be resumed from. */
export function hasSnapshot(runDir: string): boolean {
  return existsSync(join(runDir, FILE));
}

type Vector = 'params' | 'm' | 'v' | 'running' | 'averageParams' | 'averageRunning';

function isOfAverage(vector: Vector): boolean {
  return vector === 'averageParams' || vector === 'averageRunning';
}

function vectorsOf({ average, ...state }: TrainingState): Record<Vector, Float32Array | undefined> {
  return { ...state, averageParams: average?.params, averageRunning: average?.running };
}

function emptyVectors(spec: NetworkSpec): Record<Vector, Float32Array> {
  const trainable = () => new Float32Array(flatSize(spec, 'trainable'));
  const running = () => new Float32Array(flatSize(spec, 'running'));
  return {
    ...{ params: trainable(), m: trainable(), v: trainable(), running: running() },
    ...{ averageParams: trainable(), averageRunning: running() },
  };
}

/** Where each tensor of the file lies in the flat vectors. */
function places(spec: NetworkSpec) {
  const catalogue = parameterCatalogue(spec);
  const inVector = (vector: Vector, prefix: string, kind: 'trainable' | 'running') =>
    catalogue
      .filter(parameter => parameter.kind === kind)
      .map(({ name, shape, offset, size }) => ({ key: prefix + name, shape, vector, offset, size }));
  return [
    ...inVector('params', '', 'trainable'),
    ...inVector('running', '', 'running'),
    ...inVector('m', 'adam.m.', 'trainable'),
    ...inVector('v', 'adam.v.', 'trainable'),
    ...inVector('averageParams', 'ema.', 'trainable'),
    ...inVector('averageRunning', 'ema.', 'running'),
  ];
}
