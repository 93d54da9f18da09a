import { Command } from 'commander';
import type { RunSummary } from '../../shared/contract-training.ts';
import { argumentOrVariable } from '../arguments.ts';
import { type Output, outputOf, plainTable } from '../output.ts';
import { epochLine } from '../training-printer.ts';

/** `studio runs DIR`: what trainings left behind, the newest first; with `--run` one of them, epoch by epoch. */
export function runsCommand(): Command {
  return new Command()
    .description('list the runs of trainings, or the epochs of one')
    .argument('[dir]', 'folder of the runs (FMVS_MODEL_OUTPUT_DIR; ./dl_models)')
    .option('--run <name>', 'the epochs of this run')
    .action(async (dir: string | undefined, { run }: { run?: string }, command: Command) => {
      const { listRuns, readRun } = await import('../../main/training/runs.ts');
      const { projectPath } = await import('../../node/project-path.ts');
      const folder = projectPath(argumentOrVariable(dir, 'DIR', 'FMVS_MODEL_OUTPUT_DIR', './dl_models'));
      const output = outputOf(command);
      if (run === undefined) return list(await listRuns(folder), output);
      const { epochs } = await readRun(folder, run);
      for (const metrics of epochs) output.print(metrics, epochLine(metrics, epochs.length));
    });
}

function list(runs: readonly RunSummary[], output: Output): void {
  const table = plainTable(['run', 'Dice', 'IoU', 'best epoch', 'epochs', 'goes on']);
  for (const { name, best, epochs, resumable, model } of runs) {
    const scores = [best?.dice, best?.iou].map(value => value?.toFixed(4) ?? '');
    table.push([name, ...scores, best?.epoch ?? '', epochs, resumable ? 'yes' : 'no']);
    output.print({
      run: name,
      val_dice: best?.dice ?? null,
      best_epoch: best?.epoch ?? null,
      epochs,
      resumable,
      model,
    });
  }
  output.print({ runs: runs.length }, runs.length > 0 ? table.toString() : 'There are no runs.');
}
