import type { Format } from '../format.ts';
import { readFoundImages } from '../found-images-reader.ts';
import { firstJson, jsonFiles } from '../json-files-reader.ts';
import { datumaroImages, isDatumaroFile } from './datumaro-file.ts';

/** Datumaro's own format, as CVAT exports it, too: a JSON file for each subset. */
export const datumaro: Format<'datumaro'> = {
  id: 'datumaro',
  title: 'Datumaro (CVAT "Datumaro 1.0")',
  async recognise(source) {
    const file = await firstJson(source, isDatumaroFile);
    return file && `${file} with items and categories of Datumaro`;
  },
  read: async source => readFoundImages(source, { files: jsonFiles(source), imagesOf: datumaroImages }),
};
