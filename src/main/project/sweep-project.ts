import { namesIn } from '../../node/folders.ts';
import type { ProjectPath } from '../../node/project-path.ts';
import { sweep } from '../../node/remove.ts';
import { FOR_THE_DISK, mapConcurrently } from '../files/concurrency.ts';
import type { ProjectLayout } from '../layout/project-layout.ts';

/** Removes from a project what processes that were killed were writing into it. What cannot be removed stays. */
export async function sweepProject(layout: ProjectLayout): Promise<void> {
  const { root, training, dataset, models, studio, imports } = layout;
  const belowTraining = ['images', 'masks', 'labels', 'splits'].map(name => training.join(name));
  const folders = [
    ...[root.at(), studio, layout.fileBackup.parent, layout.backups, layout.damaged, layout.locks],
    ...[layout.journal.parent, layout.sampleJournal, layout.bulk, layout.trash, layout.labelIndex.parent],
    ...[...belowTraining, layout.originals, layout.prepared, models],
    ...(await below(dataset, 2)),
    ...(await below(models, 2)),
    ...(await below(imports, 1)),
  ];
  await mapConcurrently(folders, sweep, FOR_THE_DISK);
}

/** What may be folders, so many levels down. */
async function below(folder: ProjectPath, levels: number): Promise<ProjectPath[]> {
  const folders = (await namesIn(folder)).map(name => folder.join(name));
  if (levels === 1) return folders;
  return [...folders, ...(await Promise.all(folders.map(each => below(each, levels - 1)))).flat()];
}
