import { writeFileAtomic } from '../../node/atomic-file.ts';
import { classesEntry, type InputMode, inputModeEntry, MODEL_USAGE } from '../../shared/model-usage.ts';
import { type NetworkSpec, networkIn } from '../nn/architecture.ts';
import { buildInferenceModel } from '../nn/inference-model.ts';
import { parameterCatalogue } from '../nn/parameters.ts';
import { type Tensors, tensorsOf } from '../nn/tensors.ts';
import type { TrainingState } from '../nn/trainer.ts';
import { runPath } from './run-path.ts';
import { encodeTorchCheckpoint, type TorchTensor } from './torch-file.ts';

/** The checkpoint's name in the reference pipeline, whose inspection program looks for it in the model folder. */
export const CHECKPOINT_NAME = 'unet_crack_best.pt';

export interface Checkpoint extends NetworkSpec {
  state: TrainingState;
  /** Side of the square input that it was trained at, px. */
  size: number;
  /** What that input shows; whole images when absent. */
  input?: InputMode;
  epoch: number;
  /** Mean Dice over the val images, at threshold 0.5; with classes the mean over these, too. */
  valDice: number;
  /** F1 of all val pixels, and the threshold that becomes 0.5 in the model; as it is without. */
  valF1?: number | undefined;
  foldedThreshold?: number | undefined;
  /** Names the content that it was trained on (`preparedSetSchema`); undefined when that is unknown. */
  dataHash?: string | undefined;
  /** The val Dice of what lies in the folder of all runs and stays there unless this one is as good. */
  rival?: number | undefined;
}

/**
 * Writes a checkpoint into a run's folder as `unet_crack_best.pt` (for the reference program) and `model.onnx` (for
 * everything else), and both once more into the folder of all runs, where the reference program looks for the best it can load.
 * Each file is replaced whole or not at all.
 *
 * @throws StudioError when a file cannot be written
 */
export async function writeCheckpoint(runDir: string, checkpoint: Checkpoint): Promise<void> {
  const { state } = checkpoint;
  const network = networkIn(checkpoint);
  const { params, running } = calibrated(network, state.average ?? state, checkpoint.foldedThreshold);
  const metadata = describeModel({ ...checkpoint, steps: state.step });
  const torch = encodeTorchCheckpoint({
    model: stateDict(tensorsOf(network, { trainable: params, running }), state.step),
    epoch: checkpoint.epoch,
    val_dice: checkpoint.valDice,
    ...(network.classes && { classes: metadata.classes }),
  });
  const onnx = buildInferenceModel({ params, running, network, metadata });
  const run = runPath(runDir);
  const isBest = checkpoint.valDice >= (checkpoint.rival ?? 0);
  for (const dir of isBest ? [run, run.parent] : [run]) {
    await writeFileAtomic(dir.join('model.onnx'), onnx);
    // What tells classes apart the reference program cannot load: it keeps the last one that it can.
    if (dir === run || !network.classes) await writeFileAtomic(dir.join(CHECKPOINT_NAME), torch);
  }
}

/** The weights with which `threshold` becomes 0.5: the last bias is less by its logit. */
function calibrated<T extends Pick<TrainingState, 'params'>>(network: NetworkSpec, state: T, threshold?: number): T {
  if (threshold === undefined) return state;
  const { offset } = parameterCatalogue(network).find(({ name }) => name === 'out.bias')!;
  const params = state.params.slice();
  params[offset] -= Math.log(threshold / (1 - threshold));
  return { ...state, params };
}

/** The network's tensors as `state_dict()` has them: after every batch norm the number of steps that it has seen. */
export function stateDict(tensors: Tensors, steps: number): Map<string, TorchTensor> {
  const entries = new Map<string, TorchTensor>();
  for (const [name, { shape, data }] of tensors) {
    entries.set(name, { dtype: 'float32', shape, data });
    if (name.endsWith('running_var')) {
      const counter = name.replace('running_var', 'num_batches_tracked');
      entries.set(counter, { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(steps)) });
    }
  }
  return entries;
}

/** What a program needs to know to use a network as it was trained; `steps` of the optimiser until then. */
export function describeModel(
  facts: Omit<Checkpoint, 'state' | 'rival' | 'encoderWidth'> & { steps: number },
): Record<string, string> {
  const { encoder = 'plain', classes = [], base, size, input = 'resize', epoch, valDice, dataHash, steps } = facts;
  const { valF1, foldedThreshold } = facts;
  return {
    input_size: String(size),
    base: String(base),
    ...(encoder === 'plain' ? {} : { encoder }),
    ...inputModeEntry(input),
    preprocessing: MODEL_USAGE.preprocessing[input],
    ...classesEntry(classes),
    threshold: String(MODEL_USAGE.threshold),
    epoch: String(epoch),
    steps: String(steps),
    val_dice: String(valDice),
    // `val_dice` is at 0.5 of the network as it was trained, `val_f1` at this threshold.
    ...(foldedThreshold === undefined ? {} : { val_f1: String(valF1), folded_threshold: String(foldedThreshold) }),
    ...(dataHash === undefined ? {} : { training_data: dataHash }),
  };
}
