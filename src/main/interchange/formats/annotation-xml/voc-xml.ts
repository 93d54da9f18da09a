import type { Format } from '../format.ts';
import type { Annotation } from './annotation.ts';
import { firstAnnotation, readAnnotations } from './annotation-reader.ts';

function hasPolygons({ tool, objects }: Annotation): boolean {
  return tool === 'voc' && objects.some(({ rings }) => rings.length > 0);
}

/** Pascal VOC's XML with polygons in it, as RectLabel, Roboflow and others write it. Boxes alone show no cracks. */
export const vocXml: Format<'voc-xml'> = {
  id: 'voc-xml',
  title: 'Pascal VOC XML with polygons',
  async recognise(source) {
    const file = await firstAnnotation(source, hasPolygons);
    return file && `${file} with polygons`;
  },
  read: readAnnotations,
};
