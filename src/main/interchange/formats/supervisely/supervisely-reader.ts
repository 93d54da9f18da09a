import type { GrayImage } from '../../../../shared/image/gray-image.ts';
import type { Size } from '../../../../shared/labels/label-box.ts';
import { inflateLimited } from '../../import/inflate.ts';
import { decodeCoverage } from '../../import/pictures.ts';
import { sensibleSize } from '../../shapes/shape-points.ts';
import type { FoundImage } from '../found-image.ts';
import { parseJson } from '../json-object.ts';
import { geometryOf, objectsOf, type SuperviselyObject, superviselyFile } from './supervisely-file.ts';
import { takeObject } from './supervisely-shapes.ts';

/** No mask packs better into so many bytes, and none that fits an image needs more. */
const MAX_PNG_BYTES = 64 * 2 ** 20;
/** The bitmaps of one image, all together: masks of nothing pack well, and their file may hold any number. */
const MAX_PIXELS = 2 ** 32;

/** The image of a file; Supervisely has files without objects for images that nobody has looked at. */
export function superviselyImage(bytes: Uint8Array, file: string): FoundImage {
  const content = superviselyFile(parseJson(bytes));
  const objects = objectsOf(content);
  const size = sensibleSize(content.size.width, content.size.height);
  return {
    // `a.jpg.json`, and of older exports `a.json`.
    names: [file.replace(/\.json$/i, '').replace(/^.*\//, '')],
    size,
    side: null,
    classes: objects.flatMap(object => object?.classTitle.trim() ?? []),
    bare: 'unknown',
    isDone: true,
    fillsAsCoco: false,
    async draw(shapes) {
      let budget = MAX_PIXELS;
      for (const [i, object] of objects.entries()) {
        const what = `object ${i + 1}`;
        const mask = object && size && budget > 0 ? await maskOf(object, size) : null;
        budget -= mask ? mask.width * mask.height : 0;
        if (object) takeObject(object, mask, { shapes, size, what });
        else shapes.note('bad-shape', what);
      }
    },
  };
}

/** A PNG, packed once more, in Base64. */
async function maskOf(object: SuperviselyObject, size: Size): Promise<GrayImage | null> {
  if (geometryOf(object) !== 'bitmap' || !object.bitmap) return null;
  const png = await inflateLimited(Buffer.from(object.bitmap.data, 'base64'), MAX_PNG_BYTES);
  return png && decodeCoverage(png, size);
}
