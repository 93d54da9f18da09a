import { basename, dirname, join, resolve } from 'node:path';
import { isFolder, makeFolder } from '../../node/folders.ts';
import { provenFile } from '../../node/open-file.ts';
import { errorOf, StudioError, usageError } from '../../shared/errors.ts';
import { CHANGEABLE, MODEL_FORMATS, type ModelExport } from '../../shared/model-formats.ts';
import { exists } from '../files/listing.ts';
import type { SpawnWorker } from './worker-host.ts';

export interface ExportReport {
  readonly files: readonly { path: string; bytes: number }[];
  /** The largest difference of the export's probabilities from the model's on a test picture. */
  readonly difference: number;
}

/**
 * Writes a model in another format, in a process of its own, which also checks it. `task.model` may be a run's folder;
 * where `task.out` is a folder and the format one file, the file gets its usual name in it.
 *
 * @throws StudioError
 */
export async function exportModel(
  task: ModelExport,
  spawnWorker: SpawnWorker,
  signal: AbortSignal,
): Promise<ExportReport> {
  const settled = await settle(task);
  const { folder } = MODEL_FORMATS[task.to];
  await makeFolder(folder ? settled.out : dirname(settled.out));
  const worker = spawnWorker('export');
  signal.addEventListener('abort', worker.kill);
  try {
    signal.throwIfAborted();
    worker.send({ kind: 'export', task: settled });
    for await (const event of worker.events) {
      if (event.kind === 'failed') throw errorOf(event);
      if (event.kind === 'exported') return { files: event.files, difference: event.difference };
    }
    throw new StudioError('The export process ended before its work was done; run it again.');
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', worker.kill);
    worker.kill();
  }
}

/** What a training writes into its run, and copies beside the runs: an export must not take its place. */
const KEPT = ['model.onnx', 'unet_crack_best.pt', 'state.safetensors'];

/** Names the files meant. Throws a StudioError for what cannot be wanted. */
async function settle(task: ModelExport): Promise<ModelExport> {
  const { name, folder } = MODEL_FORMATS[task.to];
  if ((task.half || task.fold) && !CHANGEABLE.includes(task.to)) {
    const change = task.half ? 'Half precision' : 'Folding batch norms';
    throw usageError(`${change} is for ${CHANGEABLE.join(' and ')}: ${task.to} keeps every tensor as it was trained.`);
  }
  const model = (await isFolder(task.model)) ? join(task.model, 'model.onnx') : task.model;
  await provenFile(model);
  const out = !folder && (await isFolder(task.out)) ? join(task.out, name) : task.out;
  const run = dirname(resolve(model));
  if (KEPT.includes(basename(out)) && [run, dirname(run)].includes(dirname(resolve(out))) && (await exists(out))) {
    throw usageError(`The export would replace ${out}, which the training wrote: name another file.`);
  }
  return { ...task, model, out };
}
