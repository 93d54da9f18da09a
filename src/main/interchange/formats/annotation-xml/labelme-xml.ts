import type { Format } from '../format.ts';
import { firstAnnotation, readAnnotations } from './annotation-reader.ts';

/** LabelMe, the web tool of the MIT: an XML file for each image. labelme's own JSON is another format. */
export const labelmeXml: Format<'labelme-xml'> = {
  id: 'labelme-xml',
  title: 'LabelMe XML (MIT; CVAT "LabelMe 3.0")',
  async recognise(source) {
    const file = await firstAnnotation(source, ({ tool }) => tool === 'labelme');
    return file && `${file} with an annotation of LabelMe`;
  },
  read: readAnnotations,
};
