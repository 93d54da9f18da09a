import type { Format } from '../format.ts';
import { dialectOf, readLabelme } from './labelme-reader.ts';
import { writeXAnyLabeling } from './x-anylabeling-writer.ts';

/** X-AnyLabeling's files are labelme's, with boxes of four corners, shapes of its own and a tick for images that are done. */
export const xAnyLabeling: Format<'x-anylabeling'> = {
  id: 'x-anylabeling',
  title: 'X-AnyLabeling',
  recognise: async source =>
    (await dialectOf(source)) === 'x-anylabeling' ? 'JSON files with the keys of X-AnyLabeling' : null,
  read: readLabelme,
  write: writeXAnyLabeling,
};
