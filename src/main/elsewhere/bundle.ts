import { dirname, join } from 'node:path';
import { listFolder } from '../../node/folders.ts';
import type { FilePath } from '../../node/project-path.ts';
import { usageError } from '../../shared/errors.ts';
import { fileSizes } from '../../shared/schemas/prepared-set.ts';
import type { TrainingConfig } from '../../shared/schemas/training.ts';
import { objectionTo } from '../../shared/training/objection.ts';
import { prepareSet } from '../dataset/prepared-set.ts';
import { openSink } from '../interchange/export/sink.ts';
import type { JobContext } from '../jobs/jobs.ts';
import { PYTORCH_PROGRAM } from '../jobs/pytorch/find-pytorch.ts';

export interface BundleOptions {
  /** The training data: `images/`, `masks/`, `splits/`. */
  readonly dataDir: FilePath;
  readonly config: TrainingConfig;
  /** A folder to make, or a name that ends in `.zip`. */
  readonly out: string;
}

/** What a bundle is, apart from the set: README, job files, to be read and edited by people. */
const TEMPLATES = join(dirname(PYTORCH_PROGRAM), 'bundle');

/**
 * Writes all that a training needs on another machine: the prepared set, its settings, the PyTorch engine, and files for
 * schedulers and containers. Throws a StudioError for settings that this engine does not know, or the signal's reason.
 */
export async function makeBundle(options: BundleOptions, { signal, progress }: JobContext): Promise<void> {
  const config: TrainingConfig = { ...options.config, engine: 'pytorch' };
  const objection = objectionTo(config);
  if (objection) throw usageError(objection);
  const onProgress = (done: number, total: number) => progress(done, total, 'Preparing images');
  const set = await prepareSet({ ...config, dataDir: options.dataDir, signal, onProgress });
  const sink = await openSink(options.out);
  try {
    for (const name of ['manifest.json', ...Object.keys(fileSizes(set.manifest))]) {
      await sink.addFile(`set/${name}`, join(set.dir, name));
    }
    // Of this machine's folders it says nothing.
    const written = { ...config, data: '', out: '', set: set.manifest.hash };
    await sink.add('run/config.json', `${JSON.stringify(written, null, 2)}\n`);
    await sink.addFile('studio_train.py', PYTORCH_PROGRAM);
    for (const name of (await listFolder(TEMPLATES)).sort()) await sink.addFile(name, join(TEMPLATES, name));
    signal.throwIfAborted();
    await sink.commit();
  } catch (error) {
    await sink.abort();
    throw error;
  }
}
