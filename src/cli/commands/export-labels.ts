import { Command, Option } from 'commander';
import { usageError } from '../../shared/errors.ts';
import { WRITTEN_FORMATS, type WrittenFormat } from '../../shared/interchange/formats.ts';
import { reportText } from '../../shared/interchange/report-text.ts';
import { interruption } from '../interruption.ts';
import { jobContext, outputOf } from '../output.ts';

interface Flags {
  readonly format: WrittenFormat;
  readonly out: string;
  readonly images?: boolean;
}

/** `studio export-labels PROJECT --format FORMAT --out PATH`: the labels of a project for another tool, read back and compared. */
export function exportLabelsCommand(): Command {
  return new Command()
    .description('write the labels of a project for another tool, and say what it will see of them')
    .argument('<project>', 'folder of the project')
    .addOption(new Option('--format <name>', 'for which tool').choices(WRITTEN_FORMATS).makeOptionMandatory())
    .requiredOption('--out <path>', 'folder to make, or a name that ends in .zip', path)
    .option('--images', 'write the pictures, too')
    .action(async (project: string, { format, out, images = false }: Flags, command: Command) => {
      const { exportFrom } = await import('../../main/interchange/import/into-project.ts');
      const output = outputOf(command);
      const { context, end } = jobContext(output, interruption());
      const report = await exportFrom(project, { format, out, withImages: images }, context).finally(end);
      output.print({ ...report }, reportText(report));
    });
}

function path(text: string): string {
  if (text.trim() !== '') return text;
  throw usageError('--out is empty: name a folder, or a zip.');
}
