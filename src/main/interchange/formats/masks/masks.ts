import type { Format } from '../format.ts';
import { vocRoots } from '../voc/voc-layout.ts';
import { readMasks } from './masks-reader.ts';
import { writeMasks } from './masks-writer.ts';
import { findPairs, hasMasks } from './pairs-reader.ts';

/** Folders of images and masks that belong together by their names. */
export const masks: Format<'masks'> = {
  id: 'masks',
  title: 'Images and masks',
  async recognise(source) {
    // Pascal VOC's own folders are told apart by what lies in them.
    if (vocRoots(source.files).length > 0) return null;
    const pairs = await findPairs(source, {});
    const found = pairs.filter(({ mask }) => mask !== null).length;
    return hasMasks(pairs) ? `${found} masks for ${pairs.length} images, by their names` : null;
  },
  read: readMasks,
  write: writeMasks,
};
