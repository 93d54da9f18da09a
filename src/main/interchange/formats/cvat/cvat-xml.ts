import type { Format } from '../format.ts';
import { findCvatXml, readCvatXml } from './cvat-xml-reader.ts';
import { writeCvatXml } from './cvat-xml-writer.ts';

/**
 * CVAT's "CVAT for images 1.1" and "CVAT for video 1.1", of a task, a job or a project. An image without shapes comes in
 * as `unknown`, as CVAT lists those that nobody looked at as well, unless the file is our own (see `STATE_KEY`).
 */
export const cvatXml: Format<'cvat-xml'> = {
  id: 'cvat-xml',
  title: 'CVAT XML ("CVAT for images 1.1")',
  async recognise(source) {
    const file = await findCvatXml(source);
    return file === null ? null : `${file} with <annotations>`;
  },
  read: readCvatXml,
  write: writeCvatXml,
};
