import { z } from 'zod';
import type { NamedTensor } from '../nn/tensors.ts';
import { openTorchFile } from './torch-storages.ts';

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

const dims = z.array(z.int().nonnegative());
const tensorSchema = z.object({
  callee: z.enum(['torch._utils._rebuild_tensor_v2', 'torch._utils._rebuild_tensor']),
  args: z
    .tuple([
      z.object({
        persistent: z.tuple([z.literal('storage'), z.string(), z.string(), z.string(), z.int()]).rest(z.unknown()),
      }),
      z.int().nonnegative(),
      dims,
      dims,
    ])
    .rest(z.unknown()),
});

/** A tensor that was saved as a parameter of a module: the tensor itself is its first argument. */
const parameterSchema = z.object({
  callee: z.literal('torch._utils._rebuild_parameter'),
  args: z.tuple([tensorSchema]).rest(z.unknown()),
});
const valueSchema = z.union([tensorSchema, parameterSchema.transform(({ args: [tensor] }) => tensor)]);

/** Decodes what `torch.save({"model": state_dict, …})` wrote; a bare state_dict will do. Throws an Error for anything else. */
export function decodeTorchCheckpoint(file: Uint8Array): ReadCheckpoint {
  const { root, storage } = openTorchFile(file);
  if (!(root instanceof Map)) throw new Error('it holds no dictionary');
  const model = root.get('model') ?? root;
  if (!(model instanceof Map)) throw new Error('it holds no state_dict');

  const tensors = new Map<string, NamedTensor>();
  let steps = 0;
  for (const [name, value] of model) {
    const parsed = valueSchema.safeParse(value);
    if (!parsed.success) continue;
    const [{ persistent }, offset, shape, strides] = parsed.data.args;
    const bytes = storage(persistent[2]);
    if (!bytes) throw new Error(`${name} is missing`);
    const count = shape.reduce((a, b) => a * b, 1);
    if (persistent[1] === 'torch.LongStorage') steps = Number(new BigInt64Array(bytes.slice().buffer)[offset]);
    if (persistent[1] !== 'torch.FloatStorage') continue;
    const data = new Float32Array(bytes.slice().buffer).slice(offset, offset + count);
    if (data.length !== count || !isContiguous(shape, strides)) throw new Error(`${name} is not stored in one piece`);
    tensors.set(String(name), { shape, data });
  }
  const classes = root.get('classes');
  return {
    ...{ tensors, steps, epoch: numberOr0(root.get('epoch')), valDice: numberOr0(root.get('val_dice')) },
    ...(typeof classes === 'string' && { classes }),
  };
}

function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  return shape.every((side, axis) => side === 1 || strides[axis] === shape.slice(axis + 1).reduce((a, b) => a * b, 1));
}

function numberOr0(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
