import { writeFileAtomic } from '../../node/atomic-file.ts';
import { readBytes } from '../../node/read-file.ts';
import { StudioError } from '../../shared/errors.ts';
import type { CheckpointAdoption } from '../../shared/worker-protocol.ts';
import { networkIn } from '../nn/architecture.ts';
import { encodeNetwork } from '../nn/inference-model.ts';
import { parameterCatalogue } from '../nn/parameters.ts';
import { CHECKPOINT_NAME, describeModel } from '../training/checkpoint.ts';
import { PreparedData } from '../training/prepared-data.ts';
import { runPath } from '../training/run-path.ts';
import { decodeTorchCheckpoint } from '../training/torch-reader.ts';

/** More than any network here takes. */
const MOST_BYTES = 2 ** 31;

/**
 * Writes the `model.onnx` of a run whose `unet_crack_best.pt` PyTorch has written, and both into the folder of all runs, when it is
 * as good as what lies there. Throws a StudioError for a file that is not of the network of the run's settings.
 */
export async function adoptCheckpoint({ runDir, preparedDir, config, rival }: CheckpointAdoption): Promise<void> {
  const run = runPath(runDir);
  const torch = await readBytes(run.join(CHECKPOINT_NAME), MOST_BYTES);
  const { tensors, epoch, valDice, steps } = decoded(torch, run.path);
  const network = networkIn(config);
  const wanted = parameterCatalogue(network);
  const missing = wanted.find(({ name, shape }) => tensors.get(name)?.shape.join() !== shape.join());
  if (missing) throw unfit(run.path, `its ${missing.name} does not fit`);
  const dataHash = preparedDir === null ? undefined : hashOf(preparedDir);
  const { size, input } = config;
  const metadata = describeModel({ ...network, size, input, epoch, valDice, steps, dataHash });
  const onnx = encodeNetwork(new Map(wanted.map(({ name }) => [name, tensors.get(name)!])), metadata);
  await writeFileAtomic(run.join('model.onnx'), onnx);
  if (valDice < rival) return;
  await writeFileAtomic(run.parent.join('model.onnx'), onnx);
  // What tells classes apart the reference program cannot load: it keeps the last one that it can.
  if (!network.classes) await writeFileAtomic(run.parent.join(CHECKPOINT_NAME), torch);
}

function decoded(bytes: Uint8Array, run: string) {
  try {
    return decodeTorchCheckpoint(bytes);
  } catch (cause) {
    throw unfit(run, 'it is damaged or no model', cause);
  }
}

function hashOf(preparedDir: string): string | undefined {
  const data = new PreparedData(preparedDir);
  data.close();
  return data.manifest.hash;
}

function unfit(run: string, reason: string, cause?: unknown): StudioError {
  const sentence = `The model in ${run} cannot be used, for ${reason}: train anew.`;
  return new StudioError(sentence, 'failure', { cause });
}
