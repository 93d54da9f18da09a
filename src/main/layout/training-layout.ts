import { type FilePath, projectPath } from '../../node/project-path.ts';

/**
 * Where things lie in a training folder: the reference layout, and what the studio adds under `.studio`. A folder of a
 * project stays in the project; one by its path alone is a root of its own. Functions throw a StudioError for a name that
 * leads out.
 */
export function trainingLayout(dir: FilePath) {
  const folder = projectPath(dir);
  return {
    folder,
    image: (name: string) => folder.join('images', name),
    mask: (name: string) => folder.join('masks', name),
    /** The label document of an image; of images that were labelled elsewhere there is none. */
    label: (name: string) => folder.join('labels', `${name}.json`),
    images: folder.join('images'),
    masks: folder.join('masks'),
    labels: folder.join('labels'),
    splits: folder.join('splits'),
    /** How the lists in `splits` were made. */
    splitRecord: folder.join('splits', 'split.json'),
    originals: folder.join('.studio', 'originals'),
    prepared: folder.join('.studio', 'prepared'),
  };
}
