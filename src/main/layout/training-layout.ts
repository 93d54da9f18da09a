import { join } from 'node:path';

/** Where things lie in a training folder: the reference layout, and what the studio adds under `.studio`. */
export function trainingLayout(dir: string) {
  return {
    image: (name: string) => join(dir, 'images', name),
    mask: (name: string) => join(dir, 'masks', name),
    /** The label document of an image; of images that were labelled elsewhere there is none. */
    label: (name: string) => join(dir, 'labels', `${name}.json`),
    images: join(dir, 'images'),
    masks: join(dir, 'masks'),
    splits: join(dir, 'splits'),
    /** How the lists in `splits` were made. */
    splitRecord: join(dir, 'splits', 'split.json'),
    originals: join(dir, '.studio', 'originals'),
    prepared: join(dir, '.studio', 'prepared'),
  };
}
