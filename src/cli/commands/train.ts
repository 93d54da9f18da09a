import { basename, dirname, resolve } from 'node:path';
import { Command } from 'commander';
import type { TrainModelOptions } from '../../main/training/train-model.ts';
import { usageError } from '../../shared/errors.ts';
import { SETTING_NAMES, type SettingName } from '../../shared/training/settings/settings.ts';
import { folder, folderOrVariable } from '../arguments.ts';
import { interruption } from '../interruption.ts';
import { isGiven, type NewTraining, newTraining } from '../new-training.ts';
import { outputOf } from '../output.ts';
import { flagOf, parseTrainingFlags, withTrainingFlags } from '../training-flags.ts';
import { trainingPrinter } from '../training-printer.ts';

/** `studio train DIR --out DIR`: a prepared data folder in, a trained model out. */
export function trainCommand(): Command {
  const command = new Command()
    .description('train a U-Net on a prepared data folder, by the reference recipe or, with --minutes, by a plan')
    .argument('[dir]', 'training data: images/, masks/, splits/ (or FMVS_TRAIN_DATA_DIR, or ./data/dl_train)')
    .addOption(folderOrVariable('--out', 'folder of the runs', 'FMVS_MODEL_OUTPUT_DIR', './dl_models'))
    .option(
      '--resume <run>',
      'go on with a run that was stopped or cut off; with --epochs N, up to epoch N',
      folder('--resume'),
    );
  return withTrainingFlags(command).action(async (dir: string | undefined, flags: Flags, command: Command) => {
    const { trainModel } = await import('../../main/training/train-model.ts');
    const { forkWorker } = await import('../../main/jobs/worker-host.ts');
    const task: Task = await (flags.resume === undefined
      ? newTraining(dir, flags, command)
      : knownRun(flags.resume, dir, flags, command));
    const printer = trainingPrinter(outputOf(command), task.config.epochs);
    const outcome = await trainModel({
      outDir: flags.out,
      ...task,
      spawnWorker: forkWorker,
      signal: interruption(),
      onEvent: printer.event,
    }).catch(error => {
      printer.failed();
      throw error;
    });
    printer.end();
    printer.done(outcome);
  });
}

type Flags = Record<string, unknown> & { out: string; resume?: string };
type Task = NewTraining & Partial<Pick<TrainModelOptions, 'outDir' | 'resume'>>;

/** What may change while a run goes on: how long, and where. */
const OPEN: readonly SettingName[] = ['epochs', 'patience', 'device', 'workers'];

async function knownRun(run: string, dir: string | undefined, flags: Flags, command: Command): Promise<Task> {
  const { readRunConfig } = await import('../../main/layout/run-config.ts');
  const { dataOf } = await import('../../main/layout/run-data.ts');
  const given = SETTING_NAMES.filter(name => isGiven(command, name));
  const settled = given.find(name => !OPEN.includes(name));
  if (settled) throw usageError(`${flagOf(settled)} is settled in a run that is resumed: leave it out, or train anew.`);
  const { data, ...config } = await readRunConfig(run);
  const changes = Object.fromEntries(given.map(name => [name, flags[name]]));
  return {
    dataDir: dir ?? (await dataOf(run, data)),
    outDir: dirname(resolve(run)),
    config: parseTrainingFlags({ ...config, device: 'auto', ...changes }),
    resume: basename(resolve(run)),
  };
}
