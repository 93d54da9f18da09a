import type { Format } from '../format.ts';
import { findCoco, readCoco } from './coco-reader.ts';
import { writeCoco } from './coco-writer.ts';

/**
 * COCO instances: CVAT's "COCO 1.0", and such files from anywhere. COCO knows no image that is empty, only one without
 * annotations: it comes in as `unknown`, unless the file is our own (see `STATE_KEY`).
 */
export const coco: Format<'coco'> = {
  id: 'coco',
  title: 'COCO instances (CVAT "COCO 1.0")',
  async recognise(source) {
    const file = await findCoco(source);
    return file === null ? null : `${file} with images and annotations`;
  },
  read: readCoco,
  write: writeCoco,
};
