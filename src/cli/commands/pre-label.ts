import { resolve } from 'node:path';
import { Command } from 'commander';
import type { PredictionMode } from '../../shared/contract-inspect.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Device } from '../../shared/schemas/training.ts';
import { STARTER } from '../../shared/starter.ts';
import { inProject } from '../in-project.ts';
import { interruption } from '../interruption.ts';
import { jobContext, outputOf } from '../output.ts';
import { inferenceOptions } from './predict.ts';

interface Flags {
  readonly threshold: number;
  readonly mode: PredictionMode;
  readonly device: Device;
  readonly images?: string[];
}

/** `studio pre-label PROJECT MODEL`: labels what nobody has labelled with what a model finds, for a person to look at. */
export function preLabelCommand(): Command {
  const command = new Command()
    .description('label images with what a model finds, for a person to look at')
    .argument('<project>', 'folder of the project')
    .argument('<model>', 'model.onnx of a training run, or starter: the one that the studio brings along')
    .option('--images <names...>', 'training images by their file names; without, all that are unlabelled');
  for (const option of inferenceOptions()) command.addOption(option);
  return command.action(async (folder: string, path: string, { images, ...asking }: Flags) => {
    const { ProjectModels } = await import('../../main/inspection/project-models.ts');
    const { forkWorker } = await import('../../main/jobs/worker-host.ts');
    const output = outputOf(command);
    await inProject(folder, async project => {
      const { context, end } = jobContext(output, interruption());
      const model = path === STARTER ? ({ kind: STARTER } as const) : ({ kind: 'file', path: resolve(path) } as const);
      const models = new ProjectModels(project, forkWorker);
      const result = await models.preLabel({ model, ...asking, ...(images && { images }) }, context).finally(end);
      for (const problem of result.problems) output.note(`error: ${problem}`);
      output.print(result, `${result.labels} labels in ${result.images} images, to be looked at in Label.`);
      if (result.problems.length > 0) {
        throw new StudioError(`${result.problems.length} images could not be labelled; see the lines above.`);
      }
    });
  });
}
