import type { Format } from '../format.ts';
import { readFoundImages } from '../found-images-reader.ts';
import { firstJson, jsonFiles } from '../json-files-reader.ts';
import { isVottFile, vottImages } from './vott-file.ts';

/** VoTT: its export "VoTT JSON", or the files that it keeps of each picture. Its other exports know only boxes. */
export const vott: Format<'vott'> = {
  id: 'vott',
  title: 'VoTT JSON',
  async recognise(source) {
    const file = await firstJson(source, isVottFile);
    return file && `${file} with assets of VoTT`;
  },
  async read(source) {
    const exported = await firstJson(source, head => isVottFile(head) && head.keys.has('assets'));
    return readFoundImages(source, {
      // Beside its export lie the files that it was made of.
      files: exported === null ? jsonFiles(source) : [exported],
      imagesOf: vottImages,
    });
  },
};
