import { Command } from 'commander';
import { argumentOrVariable } from '../arguments.ts';
import { interruption } from '../interruption.ts';
import { jobContext, outputOf } from '../output.ts';
import { flagOf } from '../training-flags.ts';

/** What a suggestion may change; all else is as it is without flags. */
const SUGGESTED = ['size', 'base', 'batch'] as const;

/** `studio suggest DIR`: settings that train this folder on this machine within an hour, as a command line. */
export function suggestCommand(): Command {
  return new Command()
    .description('time this machine, and say with which settings it trains a prepared folder within an hour')
    .argument('[dir]', 'training data: images/, masks/, splits/ (FMVS_TRAIN_DATA_DIR; ./data/dl_train)')
    .action(async (dir: string | undefined, _flags: object, command: Command) => {
      const { chooseDevice } = await import('../../main/jobs/devices.ts');
      const { forkWorker } = await import('../../main/jobs/worker-host.ts');
      const { readSplits } = await import('../../main/dataset/read-splits.ts');
      const { suggestConfig } = await import('../../main/training/suggest.ts');
      const { projectPath } = await import('../../node/project-path.ts');
      const folder = argumentOrVariable(dir, 'DIR', 'FMVS_TRAIN_DATA_DIR', './data/dl_train');
      const { train } = await readSplits(projectPath(folder));
      const output = outputOf(command);
      const { context, end } = jobContext(output, interruption());
      const choice = await chooseDevice(forkWorker, context.signal, context.progress).finally(end);
      const measured = choice.measurements.find(({ device }) => device === choice.chosen);
      const testStep = measured?.usable ? measured.milliseconds : undefined;
      const { config, reasons, seconds } = suggestConfig({ device: choice.chosen, testStep, train: train.length });
      const flags = SUGGESTED.map(name => `${flagOf(name)} ${config[name]}`).join(' ');
      const settings = Object.fromEntries(SUGGESTED.map(name => [name, config[name]]));
      output.print(
        { ...settings, device: choice.chosen, seconds, reasons },
        [...reasons, `About ${Math.ceil(seconds / 60)} min: studio train ${folder} ${flags}`].join('\n'),
      );
    });
}
