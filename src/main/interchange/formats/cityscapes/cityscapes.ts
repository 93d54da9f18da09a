import type { Format } from '../format.ts';
import { readFoundImages } from '../found-images-reader.ts';
import { firstJson, jsonFiles } from '../json-files-reader.ts';
import { parseJson } from '../json-object.ts';
import { CITYSCAPES_MASK, cityscapesImage, isCityscapesFile } from './cityscapes-file.ts';

/** Cityscapes: `gtFine/<side>/<city>/<image>_gtFine_polygons.json`, a file for each image. */
export const cityscapes: Format<'cityscapes'> = {
  id: 'cityscapes',
  title: 'Cityscapes polygons',
  async recognise(source) {
    const file = await firstJson(source, isCityscapesFile);
    return file && `${file} with objects of Cityscapes`;
  },
  read: async source =>
    readFoundImages(source, {
      files: jsonFiles(source),
      imagesOf: (bytes, file) => [cityscapesImage(parseJson(bytes), file)],
      isMask: file => CITYSCAPES_MASK.test(file),
    }),
};
