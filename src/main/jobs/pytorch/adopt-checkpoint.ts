import { errorOf, StudioError } from '../../../shared/errors.ts';
import type { CheckpointAdoption } from '../../../shared/worker-protocol.ts';
import type { SpawnWorker } from '../worker-host.ts';

/**
 * Makes a run's `unet_crack_best.pt`, which PyTorch wrote, into its `model.onnx`, and puts both where the best of all runs lies, when
 * it is that: in a process of its own, which bounds what a file from elsewhere may ask for. Throws a StudioError.
 */
export async function adoptCheckpoint(adoption: CheckpointAdoption, spawnWorker: SpawnWorker): Promise<void> {
  const worker = spawnWorker('export');
  try {
    worker.send({ kind: 'adopt', adoption });
    for await (const event of worker.events) {
      if (event.kind === 'failed') throw errorOf(event);
      if (event.kind === 'adopted') return;
    }
    throw new StudioError(`The model of ${adoption.runDir} could not be read: its process ended without a word.`);
  } finally {
    worker.kill();
  }
}
