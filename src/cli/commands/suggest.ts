import { Command } from 'commander';
import { trainingConfigSchema } from '../../shared/schemas/training.ts';
import { keysOf } from '../../shared/table.ts';
import { argumentOrVariable, wholeNumber } from '../arguments.ts';
import { interruption } from '../interruption.ts';
import { jobContext, outputOf } from '../output.ts';
import { flagOf } from '../training-flags.ts';

const DEFAULTS = trainingConfigSchema.parse({});

/** `studio suggest DIR --minutes N`: what `studio train --minutes N` would do on this machine, and why. */
export function suggestCommand(): Command {
  return new Command()
    .description('time this machine, and say how a prepared folder is best trained on it in the time given')
    .argument('[dir]', 'training data: images/, masks/, splits/ (FMVS_TRAIN_DATA_DIR; ./data/dl_train)')
    .option('--minutes <n>', 'how long the training may take', wholeNumber('--minutes', 1), 60)
    .action(async (dir: string | undefined, { minutes }: { minutes: number }, command: Command) => {
      const { chooseDevice } = await import('../../main/jobs/devices.ts');
      const { forkWorker } = await import('../../main/jobs/worker-host.ts');
      const { readDataFacts } = await import('../../main/training/data-facts.ts');
      const { planOn } = await import('../../main/training/plan-training.ts');
      const folder = argumentOrVariable(dir, 'DIR', 'FMVS_TRAIN_DATA_DIR', './data/dl_train');
      const facts = await readDataFacts(folder);
      const output = outputOf(command);
      const { context, end } = jobContext(output, interruption());
      const choice = await chooseDevice(forkWorker, context.signal, context.progress).finally(end);
      const { config, reasons } = planOn(choice, facts, minutes);
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
