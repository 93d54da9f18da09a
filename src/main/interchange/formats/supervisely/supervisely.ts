import type { Source } from '../../import/source.ts';
import type { Format } from '../format.ts';
import { readFoundImages } from '../found-images-reader.ts';
import { firstJson, jsonFiles } from '../json-files-reader.ts';
import { isSuperviselyFile } from './supervisely-file.ts';
import { superviselyImage } from './supervisely-reader.ts';

/** Supervisely: `<dataset>/ann/<image>.json` for each image, beside `<dataset>/img/`. */
export const supervisely: Format<'supervisely'> = {
  id: 'supervisely',
  title: 'Supervisely',
  async recognise(source) {
    const file = await firstJson(source, isSuperviselyFile);
    return file && `${file} with objects of Supervisely`;
  },
  read: async source =>
    readFoundImages(source, {
      files: annotationFiles(source),
      imagesOf: (bytes, file) => [superviselyImage(bytes, file)],
    }),
};

/** `meta.json` and others of the project lie beside the folders. */
function annotationFiles(source: Source): string[] {
  const files = jsonFiles(source);
  const inFolder = files.filter(file => /(^|\/)ann\/[^/]+$/i.test(file));
  return inFolder.length > 0 ? inFolder : files;
}
