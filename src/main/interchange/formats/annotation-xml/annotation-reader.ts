import type { GrayImage } from '../../../../shared/image/gray-image.ts';
import type { Size } from '../../../../shared/labels/label-box.ts';
import { decodeCoverage } from '../../import/pictures.ts';
import type { Source } from '../../import/source.ts';
import type { Reading } from '../format.ts';
import type { FoundImage } from '../found-image.ts';
import { readFoundImages } from '../found-images-reader.ts';
import { splitExtension } from '../names.ts';
import { PictureFinder } from '../picture-finder.ts';
import { sideInPath } from '../yolo/yolo-paths.ts';
import { type Annotation, parseAnnotation } from './annotation.ts';
import { takeMask, takeObject } from './annotation-shapes.ts';

/** How many files are opened to see what they are. */
const TRIED = 8;
/** Where LabelMe keeps the masks of what was scribbled, and how CVAT calls them. */
const MASKS = /(^|\/)masks\/|_mask_\d+\.png$/i;

/** The first of a source's XML files that is an annotation of that kind, or null. */
export async function firstAnnotation(
  source: Source,
  isOurs: (annotation: Annotation) => boolean,
): Promise<string | null> {
  for (const file of xmlFiles(source).slice(0, TRIED)) {
    const bytes = await source.readUtf8(file);
    try {
      if (isOurs(parseAnnotation(bytes))) return file;
    } catch {
      // Of something else.
    }
  }
  return null;
}

function xmlFiles({ files }: Source): string[] {
  return files.filter(file => /\.xml$/i.test(file));
}

/** All annotations of a source, of either kind. */
export async function readAnnotations(source: Source): Promise<Reading> {
  const finder = new PictureFinder(source.files.filter(file => MASKS.test(file)));
  return readFoundImages(source, {
    files: xmlFiles(source),
    imagesOf: (bytes, file) => [imageOf(parseAnnotation(bytes), file, { source, finder })],
    isMask: file => MASKS.test(file),
  });
}

/** Where masks are looked for. */
interface Masks {
  readonly source: Source;
  readonly finder: PictureFinder;
}

/** Both list images that nobody has looked at, too. */
function imageOf(annotation: Annotation, file: string, masks: Masks): FoundImage {
  const { folder, filename, size, objects } = annotation;
  const name = filename || splitExtension(file)[0].replace(/^.*\//, '');
  return {
    names: folder ? [name, `${folder}/${name}`] : [name],
    size,
    side: sideInPath(file),
    classes: objects.map(object => object.name),
    bare: 'unknown',
    isDone: true,
    fillsAsCoco: false,
    async draw(shapes) {
      for (const [i, object] of objects.entries()) {
        const into = { shapes, size, what: `object ${i + 1}` };
        if (object.mask === null) takeObject(object, into);
        else takeMask(object, size && (await maskOf(object.mask, file, size, masks)), into);
      }
    },
  };
}

/** Null where there is none, or it is no picture. */
async function maskOf(name: string, file: string, size: Size, { source, finder }: Masks): Promise<GrayImage | null> {
  const found = finder.find(file, name);
  return found === null ? null : decodeCoverage(await source.read(found), size);
}
