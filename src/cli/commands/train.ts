import { Command } from 'commander';
import { usageError } from '../../shared/errors.ts';
import { type TrainingConfig, trainingConfigSchema } from '../../shared/schemas/training.ts';
import { argumentOrVariable, folderOrVariable, numeral } from '../arguments.ts';
import { interruption } from '../interruption.ts';
import { outputOf } from '../output.ts';
import { trainingPrinter } from '../training-printer.ts';

const DEFAULTS = trainingConfigSchema.parse({});

/** `studio train DIR --out DIR`: a prepared data folder in, a trained model out. */
export function trainCommand(): Command {
  return new Command('train')
    .description('train a U-Net on a prepared data folder, by the reference recipe')
    .argument('[dir]', 'training data: images/, masks/, splits/ (or FMVS_TRAIN_DATA_DIR, or ./data/dl_train)')
    .addOption(folderOrVariable('--out', 'folder of the runs', 'FMVS_MODEL_OUTPUT_DIR', './dl_models'))
    .option('--epochs <n>', 'passes over the train split', numeral, DEFAULTS.epochs)
    .option('--batch <n>', 'images per optimiser step', numeral, DEFAULTS.batch)
    .option('--size <px>', 'side of the network input, a multiple of 16', numeral, DEFAULTS.size)
    .option('--base <n>', 'channels of the first level', numeral, DEFAULTS.base)
    .option('--lr <rate>', 'learning rate of Adam', numeral, DEFAULTS.lr)
    .option('--seed <n>', 'seed of weights, sampling and augmentation', numeral, DEFAULTS.seed)
    .option('--device <name>', 'auto, cpu or webgpu', DEFAULTS.device)
    .option('--workers <n>', 'threads that prepare batches', numeral, DEFAULTS.workers)
    .action(async (dir: string | undefined, flags: Record<string, unknown> & { out: string }, command: Command) => {
      const { runTrainingJob } = await import('../../main/jobs/training-job.ts');
      const { forkWorker } = await import('../../main/jobs/worker-host.ts');
      const config = parseConfig(flags);
      const printer = trainingPrinter(outputOf(command), config.epochs);
      const outcome = await runTrainingJob({
        dataDir: argumentOrVariable(dir, 'The training data folder', 'FMVS_TRAIN_DATA_DIR', './data/dl_train'),
        outDir: flags.out,
        config,
        spawnWorker: forkWorker,
        signal: interruption(),
        onEvent: printer.event,
      }).finally(printer.end);
      printer.done(outcome);
    });
}

function parseConfig(flags: Record<string, unknown>): TrainingConfig {
  const parsed = trainingConfigSchema.safeParse(flags);
  if (parsed.success) return parsed.data;
  const flag = parsed.error.issues[0].path[0] as keyof TrainingConfig;
  throw usageError(`--${flag} wants ${trainingConfigSchema.shape[flag].description}, not "${flags[flag]}".`);
}
