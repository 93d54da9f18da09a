import { Command, Option } from 'commander';
import { usageError } from '../../shared/errors.ts';
import { CHANGEABLE, MODEL_FORMAT_NAMES, MODEL_FORMATS, type ModelExport } from '../../shared/model-formats.ts';
import { interruption } from '../interruption.ts';
import { outputOf } from '../output.ts';

type Flags = Omit<ModelExport, 'model'>;

/** The formats of several files. */
const FOLDERS = MODEL_FORMAT_NAMES.filter(name => MODEL_FORMATS[name].folder).join(', ');

/** `studio export-model MODEL --to FORMAT --out PATH`: a trained model in, the same for another program out. */
export function exportModelCommand(): Command {
  return new Command()
    .description('write a trained model for another program, and check that it computes the same')
    .argument('<model>', "a training's run, its model.onnx or a unet_crack_best.pt")
    .addOption(
      new Option('--to <format>', MODEL_FORMAT_NAMES.map(name => `${name}: ${MODEL_FORMATS[name].about}`).join(', '))
        .choices(MODEL_FORMAT_NAMES)
        .makeOptionMandatory(),
    )
    .requiredOption('--out <path>', `file to write; for ${FOLDERS} the folder`, path)
    .option('--half', `weights of half precision, for half the size (${CHANGEABLE.join(', ')})`, false)
    .option('--fold', `batch norms folded into the convolutions (${CHANGEABLE.join(', ')})`, false)
    .action(async (model: string, flags: Flags, command: Command) => {
      const { exportModel } = await import('../../main/jobs/export-model.ts');
      const { forkWorker } = await import('../../main/jobs/worker-host.ts');
      const { files, difference } = await exportModel({ model, ...flags }, forkWorker, interruption());
      const output = outputOf(command);
      for (const { path, bytes } of files) output.print({ file: path, bytes }, `${path}: ${megabytes(bytes)}`);
      output.print(
        { to: flags.to, difference },
        `Checked: its probabilities differ from the model's by at most ${difference.toExponential(1)} on a test picture.`,
      );
    });
}

function path(text: string): string {
  if (text.trim() !== '') return text;
  throw usageError(`--out is empty: name a file, or for ${FOLDERS} a folder.`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e6 ? 3 : 1)} MB`;
}
