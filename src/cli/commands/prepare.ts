import { Command, Option } from 'commander';
import type { PrepareReport } from '../../main/dataset/prepare.ts';
import { REFERENCE_MIN_VAL_POS } from '../../shared/dataset/quota.ts';
import { SEEDS } from '../../shared/random.ts';
import { argumentOrVariable, number, wholeNumber } from '../arguments.ts';
import { interruption } from '../interruption.ts';
import { outputOf, type Progress } from '../output.ts';

interface Flags {
  readonly valRatio: number;
  readonly recipe: 'auto' | 'reference';
  readonly minValPos?: number;
  readonly seed: number;
  readonly group?: 'file' | 'video';
}

/** `studio prepare DIR`: images and masks in, clean masks and splits out. */
export function prepareCommand(): Command {
  return new Command()
    .description('clean the masks and deal the frames to train and val')
    .argument('[dir]', 'folder with images/ and masks/ (FMVS_TRAIN_DATA_DIR; ./data/dl_train)')
    .option('--val-ratio <ratio>', 'share of each class for val', number('--val-ratio', 0, 0.9), 0.1)
    .addOption(
      new Option(
        '--recipe <name>',
        `auto: val gets ${REFERENCE_MIN_VAL_POS} positives or a fifth of them, whichever is less; reference: always ${REFERENCE_MIN_VAL_POS}`,
      )
        .choices(['auto', 'reference'])
        .default('auto'),
    )
    .option(
      '--min-val-pos <n>',
      'at least so many positives for val, whatever the recipe',
      wholeNumber('--min-val-pos', 0),
    )
    .option('--seed <n>', 'seed of the split', wholeNumber('--seed', SEEDS.min, SEEDS.max), SEEDS.default)
    .addOption(
      new Option(
        '--group <by>',
        'file: deal every frame alone; video: keep neighbours in time together (default when names carry times)',
      ).choices(['file', 'video']),
    )
    .action(async (dir: string | undefined, flags: Flags, command: Command) => {
      const { prepare } = await import('../../main/dataset/prepare.ts');
      const folder = argumentOrVariable(dir, 'DIR', 'FMVS_TRAIN_DATA_DIR', './data/dl_train');
      const output = outputOf(command);
      const minValPos = flags.minValPos ?? (flags.recipe === 'reference' ? REFERENCE_MIN_VAL_POS : 'auto');
      let bar: Progress | undefined;
      const onProgress = (done: number, total: number) => {
        bar ??= output.progress('Reading masks', total);
        bar.update(done);
      };
      try {
        const report = await prepare({ ...flags, minValPos, dir: folder, signal: interruption(), onProgress });
        bar?.end();
        output.print({ ...report }, inWords(report));
        if (report.val === 0) output.note('Nothing is left to validate with: label more images before you train.');
        if (report.train < report.val) output.note(smallTrain(report));
      } finally {
        bar?.end();
      }
    });
}

function smallTrain({ train, val }: PrepareReport): string {
  return `Warning: only ${train} images train, and ${val} validate: label more, or lower --min-val-pos or --val-ratio.`;
}

function inWords(report: PrepareReport): string {
  const leftOut = report.left_out > 0 ? ` left_out=${report.left_out} (splits/left-out.txt)` : '';
  return [
    `images=${report.images} positives=${report.positives} negatives=${report.negatives}`,
    `masks: created=${report.masks_created} rewritten=${report.masks_rewritten} odd=${report.masks_odd}`,
    `train=${report.train} (positives=${report.train_positives}) val=${report.val} (positives=${report.val_positives})${leftOut}`,
  ].join('\n');
}
