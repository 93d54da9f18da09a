import type { Format } from '../format.ts';
import { readFoundImages } from '../found-images-reader.ts';
import { firstJson, jsonFiles } from '../json-files-reader.ts';
import { isBrushPicture, readBrushPictures } from './brush-pictures-reader.ts';
import { labelStudioImages } from './label-studio-reader.ts';
import { isLabelStudioFile } from './label-studio-task.ts';

/** Label Studio: JSON, JSON-MIN, and the PNG files of its brushes as far as they can be told. */
export const labelStudio: Format<'label-studio'> = {
  id: 'label-studio',
  title: 'Label Studio (JSON, JSON-MIN)',
  async recognise(source) {
    const json = await firstJson(source, isLabelStudioFile);
    if (json !== null) return `${json} with tasks of Label Studio`;
    const brush = source.files.find(isBrushPicture);
    return brush === undefined ? null : `${brush} with the name of a brush of Label Studio`;
  },
  async read(source) {
    if ((await firstJson(source, isLabelStudioFile)) === null && source.files.some(isBrushPicture)) {
      return readBrushPictures(source);
    }
    return readFoundImages(source, {
      files: jsonFiles(source),
      imagesOf: labelStudioImages,
      // A picture that no task is about was not given to Label Studio.
      isMask: () => true,
    });
  },
};
