import { Command } from 'commander';
import { folder, wholeNumber } from '../arguments.ts';
import { interruption } from '../interruption.ts';
import { outputOf } from '../output.ts';

interface Flags {
  readonly dir: string;
  readonly epochs: number;
}

/** `studio demo`: the whole way, step by step, on the demo that comes with the studio. */
export function demoCommand(): Command {
  return new Command()
    .description('the whole way on the demo: collect, label, prepare, train, evaluate, contact sheet')
    .option('--dir <dir>', 'where to work', folder('--dir'), './demo')
    .option('--epochs <n>', 'passes over the train split', wholeNumber('--epochs', 1), 30)
    .action(async ({ dir, epochs }: Flags, command: Command) => {
      const { runDemo } = await import('../demo.ts');
      await runDemo({ dir, epochs, output: outputOf(command), signal: interruption() });
    });
}
