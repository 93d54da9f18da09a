import type { Format } from '../format.ts';
import { dialectOf, readLabelme } from './labelme-reader.ts';
import { writeLabelme } from './labelme-writer.ts';

/** labelme (wkentaro): a JSON file for each image that somebody has looked at, beside the image. */
export const labelme: Format<'labelme'> = {
  id: 'labelme',
  title: 'labelme',
  recognise: async source => ((await dialectOf(source)) === 'labelme' ? 'JSON files with shapes of labelme' : null),
  read: readLabelme,
  write: writeLabelme,
};
