import { dirname, join } from 'node:path';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { buildInferenceModel } from '../nn/inference-model.ts';
import { parameterCatalogue } from '../nn/parameters.ts';
import type { TrainingState } from '../nn/trainer.ts';
import { encodeTorchCheckpoint, type TorchTensor } from './torch-file.ts';

/** The checkpoint's name in the reference pipeline, whose inspection program looks for it in the model folder. */
const CHECKPOINT_NAME = 'unet_crack_best.pt';

export interface Checkpoint {
  state: TrainingState;
  /** Width of the first level. */
  base: number;
  /** Side of the square input that it was trained at, px. */
  size: number;
  epoch: number;
  /** Mean Dice over the val images, at threshold 0.5. */
  valDice: number;
}

/**
 * Writes a checkpoint into a run's folder as `unet_crack_best.pt` (for the reference program) and `model.onnx` (for
 * everything else), and both once more into the folder of all runs, where the reference program looks for the newest.
 * Each file is replaced whole or not at all.
 *
 * @throws StudioError when a file cannot be written
 */
export async function writeCheckpoint(runDir: string, checkpoint: Checkpoint): Promise<void> {
  const torch = encodeTorchCheckpoint({
    model: stateDict(checkpoint.state, checkpoint.base),
    epoch: checkpoint.epoch,
    val_dice: checkpoint.valDice,
  });
  const onnx = buildInferenceModel({ ...checkpoint.state, base: checkpoint.base, metadata: describe(checkpoint) });
  for (const dir of [runDir, dirname(runDir)]) {
    await writeFileAtomic(join(dir, 'model.onnx'), onnx);
    await writeFileAtomic(join(dir, CHECKPOINT_NAME), torch);
  }
}

/** The network's tensors by their names in PyTorch, in `state_dict()` order. */
export function stateDict({ params, running, step }: TrainingState, base: number): Map<string, TorchTensor> {
  const tensors = new Map<string, TorchTensor>();
  for (const { name, shape, kind, offset, size } of parameterCatalogue(base)) {
    const data = (kind === 'trainable' ? params : running).slice(offset, offset + size);
    tensors.set(name, { dtype: 'float32', shape, data });
    if (name.endsWith('running_var')) {
      const counter = name.replace('running_var', 'num_batches_tracked');
      tensors.set(counter, { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(step)) });
    }
  }
  return tensors;
}

/** What a program needs to know to use `model.onnx` as it was trained. */
function describe({ base, size, epoch, valDice }: Checkpoint): Record<string, string> {
  return {
    input_size: String(size),
    base: String(base),
    preprocessing: 'gray (0.299 R + 0.587 G + 0.114 B), resized bilinearly to input_size, divided by 255',
    classes: 'crack',
    epoch: String(epoch),
    val_dice: String(valDice),
  };
}
