import { Command } from 'commander';
import { argumentOrVariable } from '../arguments.ts';
import { interruption } from '../interruption.ts';
import { outputOf } from '../output.ts';

/** `studio empty-masks DIR`: an all-zero mask for every image that has none. */
export function emptyMasksCommand(): Command {
  return new Command()
    .description('write an all-zero mask for every image that has none')
    .argument('[dir]', 'folder with images/ (FMVS_TRAIN_DATA_DIR; ./data/dl_train)')
    .action(async (dir: string | undefined, _options, command: Command) => {
      const { createEmptyMasks } = await import('../../main/dataset/empty-masks.ts');
      const folder = argumentOrVariable(dir, 'DIR', 'FMVS_TRAIN_DATA_DIR', './data/dl_train');
      const { created, existing, total } = await createEmptyMasks(folder, interruption());
      outputOf(command).print(
        { created, skipped_existing: existing, total_images: total },
        `created=${created} skipped(existing)=${existing} total_images=${total}`,
      );
    });
}
