import { StudioError } from '../../../shared/errors.ts';
import { firstAnnotation } from '../formats/annotation-xml/annotation-reader.ts';
import { headsOf } from '../formats/json-files-reader.ts';
import { unreadTool } from '../formats/unread-tools.ts';
import type { Source } from './source.ts';

/** What to say of a source that no format takes for its own, where it is known whose it is; else null. */
export async function unreadError(source: Source): Promise<StudioError | null> {
  const heads = (await headsOf(source)).map(({ head }) => head);
  const found = unreadTool(source.files, heads) ?? (await boxesAlone(source));
  return found && new StudioError(`Cannot read ${source.path}: it is ${found.what}; ${found.instead}.`);
}

/** labelImg and others write Pascal VOC's XML with nothing but boxes. */
async function boxesAlone(source: Source) {
  const file = await firstAnnotation(source, ({ tool, objects }) => tool === 'voc' && objects.some(({ box }) => box));
  if (file === null) return null;
  return {
    what: `Pascal VOC XML with boxes alone (${file}), as labelImg draws them, and a box does not show a crack`,
    instead: 'draw outlines in labelme or CVAT, or export polygons or masks from the tool that it is of',
  };
}
