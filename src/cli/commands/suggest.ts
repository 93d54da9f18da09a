import { Command } from 'commander';
import { trainingConfigSchema } from '../../shared/schemas/training.ts';
import { keysOf } from '../../shared/table.ts';
import { argumentOrVariable, wholeNumber } from '../arguments.ts';
import { outputOf } from '../output.ts';
import { planHere } from '../plan.ts';
import { flagOf } from '../training-flags.ts';

const DEFAULTS = trainingConfigSchema.parse({});

/** `studio suggest DIR --minutes N`: what `studio train --minutes N` would do on this machine, and why. */
export function suggestCommand(): Command {
  return new Command()
    .description('time this machine, and say how a prepared folder is best trained on it in the time given')
    .argument('[dir]', 'training data: images/, masks/, splits/ (FMVS_TRAIN_DATA_DIR; ./data/dl_train)')
    .option('--minutes <n>', 'how long the training may take', wholeNumber('--minutes', 1), 60)
    .action(async (dir: string | undefined, { minutes }: { minutes: number }, command: Command) => {
      const folder = argumentOrVariable(dir, 'DIR', 'FMVS_TRAIN_DATA_DIR', './data/dl_train');
      const output = outputOf(command);
      const { config, reasons } = await planHere(folder, minutes, output);
      const changed = keysOf(config).filter(name => config[name] !== DEFAULTS[name]);
      const settings = Object.fromEntries(changed.map(name => [name, config[name]]));
      output.print(
        { ...settings, reasons },
        [
          ...reasons,
          `studio train ${folder} --minutes ${minutes}`,
          `By hand: ${changed.map(name => `${flagOf(name)} ${config[name]}`).join(' ')}`,
        ].join('\n'),
      );
    });
}
