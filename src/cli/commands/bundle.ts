import { Command } from 'commander';
import { usageError } from '../../shared/errors.ts';
import { interruption } from '../interruption.ts';
import { newTraining } from '../new-training.ts';
import { jobContext, outputOf } from '../output.ts';
import { withTrainingFlags } from '../training-flags.ts';

/** `studio bundle DIR --out job.zip`: a training to carry to another machine. */
export function bundleCommand(): Command {
  const command = new Command()
    .description(
      'write all that a training needs on another machine: its set, its settings, and what trains, in PyTorch',
    )
    .argument('[dir]', 'training data: images/, masks/, splits/ (or FMVS_TRAIN_DATA_DIR, or ./data/dl_train)')
    .requiredOption('--out <path>', 'folder to make, or a name that ends in .zip', path);
  return withTrainingFlags(command).action(
    async (dir: string | undefined, flags: Record<string, unknown> & { out: string }, command: Command) => {
      const { makeBundle } = await import('../../main/elsewhere/bundle.ts');
      const { dataDir, config } = await newTraining(dir, flags, command);
      const output = outputOf(command);
      const { context, end } = jobContext(output, interruption());
      await makeBundle({ dataDir, config, out: flags.out }, context).finally(end);
      output.print({ out: flags.out }, `${flags.out} is ready; its README.md says how to train with it.`);
    },
  );
}

function path(text: string): string {
  if (text.trim() !== '') return text;
  throw usageError('--out is empty: name a folder, or a zip.');
}
