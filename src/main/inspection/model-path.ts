import type { FilePath, ProjectPath } from '../../node/project-path.ts';
import { namedModel } from '../../node/starter-model.ts';
import { assertNever } from '../../shared/assert.ts';
import type { InspectedModel } from '../../shared/contract-inspect.ts';
import { usageError } from '../../shared/errors.ts';
import { STARTER } from '../../shared/starter.ts';
import { fullPath } from '../files/full-path.ts';
import { exists } from '../files/listing.ts';
import { resolveInside } from '../files/resolve-inside.ts';

/** The file of a model that a page names; `models` is the folder of the project's runs. Throws a StudioError. */
export async function modelPath(model: InspectedModel, models: ProjectPath): Promise<FilePath> {
  switch (model.kind) {
    case 'run': {
      const path = resolveInside(models, model.run).join('model.onnx');
      if (await exists(path)) return path;
      throw usageError(`${model.run} has no model: train until the end of its first epoch.`);
    }
    case 'file':
      return fullPath(model.path, 'a model');
    case 'starter':
      return namedModel(STARTER);
    default:
      return assertNever(model);
  }
}
