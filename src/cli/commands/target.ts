import { Command, Option } from 'commander';
import type { Target } from '../../main/targets-file.ts';
import { usageError } from '../../shared/errors.ts';
import { interruption } from '../interruption.ts';
import { outputOf } from '../output.ts';

/** `studio target …`: the machines that `studio train --on` trains on. */
export function targetCommand(): Command {
  const command = new Command().description('the machines that train for you, reached by your own ssh');
  command
    .command('add <name>')
    .description('name a machine, or name it anew')
    .requiredOption('--ssh <host>', 'as ssh takes it: an alias of its config, or user@host')
    .option('--folder <path>', 'where sets and runs are kept there, from the home folder', 'crack-studio')
    .option('--python <path>', 'the Python there that has torch', 'python3')
    .addOption(new Option('--by <how>', 'how jobs are started there').choices(['direct', 'slurm']).default('direct'))
    .option('--line <text...>', 'of a Slurm job: #SBATCH lines, and commands such as module load')
    .action(async (name: string, { line: lines, ...flags }: Record<string, unknown>, command: Command) => {
      const { changeTarget, targetName, targetSchema, targetsFile } = await import('../../main/targets-file.ts');
      const [named, target] = [targetName.safeParse(name), targetSchema.safeParse({ ...flags, lines })];
      if (!named.success) throw usageError(`A target is named by letters, digits, - and _, not "${name}".`);
      if (!target.success) {
        const flag = String(target.error.issues[0].path[0]);
        throw usageError(`--${flag} "${flags[flag]}" cannot be: use no blanks and no signs that a shell may misread.`);
      }
      await changeTarget(named.data, target.data);
      outputOf(command).print({ target: name, ...target.data }, `${name} is written in ${targetsFile}.`);
    });
  command
    .command('list')
    .description('the machines that have a name')
    .action(async (_flags: object, command: Command) => {
      const { readTargets } = await import('../../main/targets-file.ts');
      const output = outputOf(command);
      for (const [name, target] of Object.entries((await readTargets()).targets)) {
        output.print({ target: name, ...target }, lineOf(name, target));
      }
    });
  command
    .command('check <name>')
    .description('can it train? reachable, Python, torch, GPUs, disk')
    .action(async (name: string, _flags: object, command: Command) => {
      const { checkTarget } = await import('../../main/elsewhere/targets/check.ts');
      const { findTarget } = await import('../../main/targets-file.ts');
      const found = await checkTarget(await findTarget(name), interruption());
      const text = `${name}: ${found.name}, ${(found.free / 1e9).toFixed(0)} GB free in ${found.folder}.`;
      outputOf(command).print({ target: name, ...found }, text);
    });
  command
    .command('stop <run>')
    .description('end the training of a run there after the step in hand; resume the run to fetch what it has')
    .action(async (run: string, _flags: object, command: Command) => {
      const { farRunOf, stopThere } = await import('../../main/elsewhere/targets/far-run.ts');
      const far = await farRunOf(run);
      await stopThere(far, interruption());
      outputOf(command).print(
        { run, target: far.target },
        `The training on ${far.target} ends after the step in hand.`,
      );
    });
  command
    .command('remove <name>')
    .description('forget a machine; what lies there stays')
    .action(async (name: string, _flags: object, command: Command) => {
      const { changeTarget, findTarget } = await import('../../main/targets-file.ts');
      await findTarget(name);
      await changeTarget(name, null);
      outputOf(command).print({ removed: name }, `${name} is forgotten.`);
    });
  return command;
}

function lineOf(name: string, { ssh, folder, by }: Target): string {
  return `${name}  ${ssh}:${folder}  ${by}`;
}
