import { join } from 'node:path';
import { resolveInside } from '../files/resolve-inside.ts';
import { trainingLayout } from './training-layout.ts';

/** Where things lie in a project. Functions take names from outside and check them. */
export function projectLayout(folder: string) {
  const studio = join(folder, '.studio');
  const training = join(folder, 'data', 'dl_train');
  const { images, masks, originals } = trainingLayout(training);
  const labels = join(training, 'labels');
  const backups = join(studio, 'backups', 'labels');
  const damaged = join(studio, 'backups', 'damaged');
  return {
    file: join(folder, 'studio.json'),
    fileBackup: join(studio, 'backups', 'studio.json'),
    videos: join(folder, 'videos'),
    dataset: join(folder, 'data', 'dl_dataset'),
    training,
    images,
    masks,
    originals,
    labels,
    models: join(folder, 'dl_models'),
    studio,
    locks: join(studio, 'lock'),
    journal: join(studio, 'journal', 'labels.jsonl'),
    /** What imports of labels found, to be undone. */
    imports: join(studio, 'imports'),
    labelIndex: join(studio, 'cache', 'labels.json'),
    backups,
    damaged,
    image: (name: string) => resolveInside(images, name),
    mask: (name: string) => resolveInside(masks, name),
    original: (name: string) => resolveInside(originals, name),
    label: (image: string) => resolveInside(labels, `${image}.json`),
    labelBackup: (image: string) => resolveInside(backups, `${image}.json`),
  };
}
export type ProjectLayout = ReturnType<typeof projectLayout>;
