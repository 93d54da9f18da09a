import { Command, Option } from 'commander';
import type { ComparedSplit } from '../../main/inspection/compared-images.ts';
import type { PredictionMode } from '../../shared/contract-inspect.ts';
import { SEEDS } from '../../shared/random.ts';
import type { Device } from '../../shared/schemas/training.ts';
import { folder, wholeNumber } from '../arguments.ts';
import { comparisonRecord, comparisonText } from '../comparison-text.ts';
import { interruption } from '../interruption.ts';
import { outputOf, type Progress } from '../output.ts';
import { inferenceOptions } from './predict.ts';

interface Flags {
  split: ComparedSplit;
  seed: number;
  data?: string;
  threshold: number;
  mode: PredictionMode;
  device: Device;
}

/** `studio compare RUN RUN`: two runs on the same images, and what their difference is worth. */
export function compareCommand(): Command {
  const command = new Command()
    .description('set two runs side by side on the same images, with an interval of their difference')
    .argument('<run>', 'folder of a run')
    .argument('<other>', 'folder of the run to compare it with')
    .addOption(new Option('--split <name>', 'which images').choices(['val', 'train']).default('val' as ComparedSplit))
    .option('--seed <n>', 'seed of the bootstrap', wholeNumber('--seed', SEEDS.min, SEEDS.max), SEEDS.default)
    .option('--data <dir>', 'the training folder of both runs, should it have moved', folder('--data'));
  for (const option of inferenceOptions()) command.addOption(option);
  return command.action(async (run: string, other: string, flags: Flags) => {
    const { forkWorker } = await import('../../main/jobs/worker-host.ts');
    const { compareRuns } = await import('../../main/inspection/compare-runs.ts');
    const output = outputOf(command);
    let progress: Progress | undefined;
    const comparison = await compareRuns({
      ...flags,
      runs: [run, other],
      locate: named => flags.data ?? named,
      spawnWorker: forkWorker,
      signal: interruption(),
      onImage(done, total) {
        progress ??= output.progress('compare', total);
        progress.update(done);
      },
      onFailure: line => output.note(`error: ${line}`),
    }).finally(() => progress?.end());
    output.print(comparisonRecord(comparison, flags), comparisonText(comparison, flags));
  });
}
