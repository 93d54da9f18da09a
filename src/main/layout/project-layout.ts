import { ProjectRoot } from '../../node/project-path.ts';
import { resolveInside } from '../files/resolve-inside.ts';
import { trainingLayout } from './training-layout.ts';

/** Where things lie in a project. Functions take names from outside and check them. */
export function projectLayout(folder: string | ProjectRoot) {
  const root = typeof folder === 'string' ? new ProjectRoot(folder, true) : folder;
  const studio = root.at('.studio');
  const training = root.at('data', 'dl_train');
  const { images, masks, labels, originals, prepared } = trainingLayout(training);
  const backups = studio.join('backups', 'labels');
  return {
    root,
    file: root.at('studio.json'),
    fileBackup: studio.join('backups', 'studio.json'),
    videos: root.at('videos'),
    dataset: root.at('data', 'dl_dataset'),
    training,
    images,
    masks,
    originals,
    prepared,
    labels,
    models: root.at('dl_models'),
    inspections: root.at('inspections'),
    scales: root.at('scales.json'),
    studio,
    locks: studio.join('lock'),
    journal: studio.join('journal', 'labels.jsonl'),
    /** Frames that are to be saved. */
    sampleJournal: studio.join('journal', 'samples'),
    /** What imports of labels found, to be undone. */
    imports: studio.join('imports'),
    /** What was done to many images at once, to be undone. */
    bulk: studio.join('bulk'),
    /** Samples and images that were deleted, to be brought back. */
    trash: studio.join('trash'),
    /** In which order images teach a model most. */
    teachingOrder: studio.join('cache', 'teaching-order.json'),
    labelIndex: studio.join('cache', 'labels.json'),
    backups,
    damaged: studio.join('backups', 'damaged'),
    image: (name: string) => resolveInside(images, name),
    mask: (name: string) => resolveInside(masks, name),
    original: (name: string) => resolveInside(originals, name),
    inspection: (video: string, time: string) => resolveInside(root.at('inspections'), video, time),
    label: (image: string) => resolveInside(labels, `${image}.json`),
    labelBackup: (image: string) => resolveInside(backups, `${image}.json`),
  };
}
export type ProjectLayout = ReturnType<typeof projectLayout>;
