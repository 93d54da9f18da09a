import { oneLine } from '../../shared/errors.ts';
import type { TrainingDevice } from '../../shared/schemas/training.ts';
import type { SpawnWorker } from './worker-host.ts';

/** Whether TensorFlow can train here: on what, or why not and what to do. */
export type TensorflowFound =
  | { readonly usable: true; readonly device: TrainingDevice; readonly name: string }
  | { readonly usable: false; readonly reason: string };

/** Finds out on first demand: what is installed does not change while the studio runs. */
export type RememberedTensorflow = () => Promise<TensorflowFound>;

export function rememberTensorflow(spawnWorker: SpawnWorker): RememberedTensorflow {
  let found: Promise<TensorflowFound> | undefined;
  return () => {
    found ??= findTensorflow(spawnWorker);
    return found;
  };
}

/** Loads TensorFlow in a process of its own: a native library that crashes takes nothing else with it. */
export async function findTensorflow(spawnWorker: SpawnWorker, signal?: AbortSignal): Promise<TensorflowFound> {
  const worker = spawnWorker('tensorflow');
  signal?.addEventListener('abort', worker.kill);
  try {
    worker.send({ kind: 'probe' });
    for await (const event of worker.events) {
      if (event.kind === 'loaded') return { usable: true, device: event.device, name: event.name };
      if (event.kind === 'failed') return { usable: false, reason: event.message };
    }
    return { usable: false, reason: 'TensorFlow cannot be used: its process ended without a word.' };
  } catch (error) {
    signal?.throwIfAborted();
    return { usable: false, reason: `TensorFlow cannot be used: ${oneLine(error)}` };
  } finally {
    signal?.removeEventListener('abort', worker.kill);
    worker.kill();
  }
}
