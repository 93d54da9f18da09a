import { Command, Option } from 'commander';
import { usageError } from '../../shared/errors.ts';
import { EXPORT_FORMATS, type ExportTask } from '../../shared/export-formats.ts';
import { interruption } from '../interruption.ts';
import { outputOf } from '../output.ts';

type Flags = Omit<ExportTask, 'model'>;

/** `studio export MODEL --to FORMAT --out PATH`: a trained model in, the same for another program out. */
export function exportCommand(): Command {
  return new Command()
    .description('write a trained model for another program, and check that it computes the same')
    .argument('<model>', "a training's run, its model.onnx or a unet_crack_best.pt")
    .addOption(
      new Option('--to <format>', 'ONNX, the reference checkpoint, bare tensors, or TensorFlow.js')
        .choices(EXPORT_FORMATS)
        .makeOptionMandatory(),
    )
    .requiredOption('--out <path>', 'file to write; for tfjs the folder', path)
    .option('--half', 'weights of half precision, for half the size (onnx, tfjs)', false)
    .option('--fold', 'batch norms folded into the convolutions (onnx, tfjs)', false)
    .action(async (model: string, flags: Flags, command: Command) => {
      const { exportModelJob } = await import('../../main/jobs/export-job.ts');
      const { forkWorker } = await import('../../main/jobs/worker-host.ts');
      const { files, difference } = await exportModelJob({ model, ...flags }, forkWorker, interruption());
      const output = outputOf(command);
      for (const { path, bytes } of files) output.report({ file: path, bytes }, `${path}: ${megabytes(bytes)}`);
      output.report(
        { to: flags.to, difference },
        `Checked: its probabilities differ from the model's by at most ${difference.toExponential(1)} on a test picture.`,
      );
    });
}

function path(text: string): string {
  if (text.trim() !== '') return text;
  throw usageError('--out is empty: name a file, or for tfjs a folder.');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e6 ? 3 : 1)} MB`;
}
