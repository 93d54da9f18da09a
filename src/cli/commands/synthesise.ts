import { Command } from 'commander';
import { SEEDS } from '../../shared/random.ts';
import { folder, wholeNumber } from '../arguments.ts';
import { interruption } from '../interruption.ts';
import { outputOf } from '../output.ts';

interface Flags {
  readonly count: number;
  readonly seed: number;
  readonly size: number;
  readonly out: string;
  readonly ground?: string;
}

/** `studio synthesise`: pictures of cracks, and of what is none, are drawn with labels exact to the pixel. */
export function synthesiseCommand(): Command {
  return new Command()
    .description('draw pictures of cracks and of what is none, with masks and labels')
    .requiredOption('--out <dir>', 'gets images/, masks/ and labels/', folder('--out'))
    .option('--count <n>', 'how many', wholeNumber('--count', 1, 1_000_000), 100)
    .option(
      '--seed <n>',
      'the same seed, the same pictures',
      wholeNumber('--seed', SEEDS.min, SEEDS.max),
      SEEDS.default,
    )
    .option('--size <px>', 'side of the pictures', wholeNumber('--size', 64, 2048), 256)
    .option('--ground <dir>', 'draws cracks on these pictures, which must show none', folder('--ground'))
    .action(async ({ ground, ...flags }: Flags, command: Command) => {
      const { synthesise } = await import('../../main/synthesise/synthesise.ts');
      const { listImages } = await import('../../main/inspection/image-list.ts');
      const output = outputOf(command);
      const grounds = ground === undefined ? [] : (await listImages([ground])).map(({ path }) => path);
      const bar = output.progress('Drawing', flags.count);
      let cracked = 0;
      await synthesise({
        ...{ ...flags, grounds, signal: interruption() },
        onPicture: (labels, done) => {
          if (labels > 0) cracked++;
          bar.update(done);
        },
      }).finally(() => bar.end());
      output.print(
        { out: flags.out, count: flags.count, seed: flags.seed, cracked },
        `${flags.count} pictures in ${flags.out}, ${cracked} of them with damage.`,
      );
    });
}
