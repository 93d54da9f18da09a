import type { NamedTensor } from '../nn/tensors.ts';
import { openTorchFile, type TorchStorages } from './torch-storages.ts';

/** What is read from a checkpoint of the reference program, or of ours. */
export interface ReadCheckpoint {
  /** The float32 tensors; counters (`num_batches_tracked`) are left out. */
  readonly tensors: Map<string, NamedTensor>;
  /** Optimiser steps that the batch norms have seen; 0 when it is not said. */
  readonly steps: number;
  readonly epoch: number;
  readonly valDice: number;
  /** What its channels are called, where it says so. */
  readonly classes?: string;
}

/** Decodes what `torch.save({"model": state_dict, …})` wrote; a bare state_dict will do. Throws an Error for anything else. */
export function decodeTorchCheckpoint(file: Uint8Array): ReadCheckpoint {
  const opened = openTorchFile(file);
  const { root } = opened;
  if (!(root instanceof Map)) throw new Error('it holds no dictionary');
  const model = root.get('model') ?? root;
  if (!(model instanceof Map)) throw new Error('it holds no state_dict');
  const classes = root.get('classes');
  return {
    ...readTensors(model, opened),
    ...{ epoch: numberOr0(root.get('epoch')), valDice: numberOr0(root.get('val_dice')) },
    ...(typeof classes === 'string' && { classes }),
  };
}

/** Tensors may share a storage, but not so that many large ones come of a small file. */
const MOST_SHARED = 2;

function readTensors(model: Map<unknown, unknown>, { bytes, storage }: TorchStorages) {
  const tensors = new Map<string, NamedTensor>();
  let [steps, read] = [0, 0];
  for (const [name, value] of model) {
    const tensor = tensorIn(value);
    if (typeof name !== 'string' || !tensor) continue;
    const { type, key, offset, shape, strides } = tensor;
    const stored = storage(key);
    if (!stored) throw new Error(`${name} is missing`);
    if (type === 'torch.LongStorage') steps = longAt(stored, offset);
    if (type !== 'torch.FloatStorage') continue;
    const end = 4 * (offset + shape.reduce((a, b) => a * b, 1));
    if (!(end <= stored.length) || !isContiguous(shape, strides)) throw new Error(`${name} is not stored in one piece`);
    read += end - 4 * offset;
    if (read > MOST_SHARED * bytes) throw new Error('its tensors are larger than what it stores');
    // A copy, for floats must lie at a multiple of 4.
    tensors.set(name, { shape, data: new Float32Array(stored.slice(4 * offset, end).buffer) });
  }
  return { tensors, steps };
}

interface StoredTensor {
  readonly type: unknown;
  readonly key: string;
  /** Where it begins in its storage, elements. */
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** The arguments of `_rebuild_tensor_v2(storage, offset, shape, strides, …)`; undefined for what is no tensor. */
function tensorIn(value: unknown): StoredTensor | undefined {
  const args = argsOf(value, 'torch._utils._rebuild_tensor_v2') ?? argsOf(value, 'torch._utils._rebuild_tensor');
  // Saved as a parameter of a module, the tensor itself is its first argument.
  const parameter = args ?? argsOf(value, 'torch._utils._rebuild_parameter');
  const found = args ?? argsOf(parameter?.[0], 'torch._utils._rebuild_tensor_v2');
  if (!found) return undefined;
  const [stored, offset, shape, strides] = found;
  const [kind, type, key] = persistentOf(stored);
  const isTensor = kind === 'storage' && typeof key === 'string' && isCount(offset) && isDims(shape) && isDims(strides);
  return isTensor ? { type, key, offset, shape, strides } : undefined;
}

function argsOf(value: unknown, callee: string): readonly unknown[] | undefined {
  if (typeof value !== 'object' || value === null || !('callee' in value) || !('args' in value)) return undefined;
  return value.callee === callee && Array.isArray(value.args) ? value.args : undefined;
}

function persistentOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null || !('persistent' in value)) return [];
  return Array.isArray(value.persistent) ? value.persistent : [];
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** A network's tensors have five at most. */
const MOST_DIMENSIONS = 8;

function isDims(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= MOST_DIMENSIONS && value.every(isCount);
}

function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  return shape.every((side, axis) => side === 1 || strides[axis] === shape.slice(axis + 1).reduce((a, b) => a * b, 1));
}

function longAt(stored: Uint8Array, offset: number): number {
  return Number(new DataView(stored.buffer, stored.byteOffset, stored.byteLength).getBigInt64(8 * offset, true));
}

function numberOr0(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
