import type { Format } from '../format.ts';
import { readFoundImages } from '../found-images-reader.ts';
import { firstJson, jsonFiles } from '../json-files-reader.ts';
import { isSamFile, samImage } from './sam-file.ts';

/** Segment Anything: a JSON file of COCO's run lengths for each image, as the SA-1B data set and the mask generator have it. */
export const sam: Format<'sam'> = {
  id: 'sam',
  title: 'Segment Anything (SA-1B)',
  async recognise(source) {
    const file = await firstJson(source, isSamFile);
    return file && `${file} with masks of Segment Anything`;
  },
  read: async source =>
    readFoundImages(source, { files: jsonFiles(source), imagesOf: (bytes, file) => [samImage(bytes, file)] }),
};
