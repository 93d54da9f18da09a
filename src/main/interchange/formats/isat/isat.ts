import type { Format } from '../format.ts';
import { readFoundImages } from '../found-images-reader.ts';
import { firstJson, jsonFiles } from '../json-files-reader.ts';
import { parseJson } from '../json-object.ts';
import { isatImage, isIsatFile } from './isat-file.ts';

/** ISAT with Segment Anything: a JSON file for each image. */
export const isat: Format<'isat'> = {
  id: 'isat',
  title: 'ISAT',
  async recognise(source) {
    const file = await firstJson(source, isIsatFile);
    return file && `${file} with objects of ISAT`;
  },
  read: async source =>
    readFoundImages(source, {
      files: jsonFiles(source),
      imagesOf: (bytes, file) => [isatImage(parseJson(bytes), file)],
    }),
};
