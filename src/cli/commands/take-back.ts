import { Command } from 'commander';
import { argumentOrVariable, folderOrVariable } from '../arguments.ts';
import { interruption } from '../interruption.ts';
import { outputOf } from '../output.ts';

/** `studio take-back RUN DIR --out RUNS`: adds what another machine has trained to the runs. */
export function takeBackCommand(): Command {
  return new Command()
    .description('add a run that was trained elsewhere, from a bundle, to the runs')
    .argument('<run>', 'folder of the run as it came back, or a zip of it')
    .argument('[dir]', 'training data that the bundle was made of (or FMVS_TRAIN_DATA_DIR, or ./data/dl_train)')
    .addOption(folderOrVariable('--out', 'folder of the runs', 'FMVS_MODEL_OUTPUT_DIR', './dl_models'))
    .action(async (from: string, dir: string | undefined, { out }: { out: string }, command: Command) => {
      const { takeBack } = await import('../../main/elsewhere/take-back.ts');
      const { forkWorker } = await import('../../main/jobs/worker-host.ts');
      const dataDir = argumentOrVariable(dir, 'The training data folder', 'FMVS_TRAIN_DATA_DIR', './data/dl_train');
      const output = outputOf(command);
      const { runDir, bestDice, bestEpoch, stopped } = await takeBack({
        ...{ from, dataDir, outDir: out, spawnWorker: forkWorker, signal: interruption() },
        onEvent: event => event.kind === 'note' && output.note(event.text),
      });
      output.print(
        { run: runDir, best_epoch: bestEpoch, val_dice: bestDice, stopped },
        `${runDir}: the best checkpoint is of epoch ${bestEpoch} (val_dice=${bestDice.toFixed(4)})${stopped ? '; it was not trained to its end' : ''}.`,
      );
    });
}
