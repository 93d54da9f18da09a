import { type FilePath, projectPath } from '../../node/project-path.ts';
import type { DatasetHealth } from '../../shared/contract-dataset.ts';
import { StudioError } from '../../shared/errors.ts';
import { fullPath } from '../files/full-path.ts';
import { exists } from '../files/listing.ts';
import { openPredictor } from '../jobs/predictor.ts';
import type { SpawnWorker } from '../jobs/worker-host.ts';
import { projectLayout } from '../layout/project-layout.ts';
import { type CheckOptions, checkDataset } from './check-dataset.ts';

export interface ProjectCheck extends Omit<CheckOptions, 'model' | 'against'> {
  /** Path of a model.onnx whose opinion is asked, on the CPU: a training may have the graphics card. */
  readonly model?: FilePath | undefined;
  /** Another annotator's project, or training folder: full path. */
  readonly against?: string | undefined;
  readonly spawnWorker: SpawnWorker;
}

/** Checks data with the opinions that were asked for. Throws a StudioError. */
export async function checkProject(check: ProjectCheck): Promise<DatasetHealth> {
  const { model, spawnWorker, signal } = check;
  const against = check.against === undefined ? undefined : await trainingFolderIn(check.against);
  if (model === undefined) return checkDataset({ ...check, against, model: undefined });
  const predictor = await openPredictor({ model, device: 'cpu', spawnWorker, signal });
  try {
    return await checkDataset({ ...check, against, model: { predictor, threshold: 0.5, mode: 'trained' } });
  } finally {
    predictor.close();
  }
}

async function trainingFolderIn(folder: string): Promise<FilePath> {
  fullPath(folder, 'a folder');
  for (const dir of [projectLayout(folder).training, projectPath(folder)]) {
    if (await exists(dir.join('masks'))) return dir;
  }
  throw new StudioError(`${folder} is neither a project nor a folder with masks/: check the path.`);
}
