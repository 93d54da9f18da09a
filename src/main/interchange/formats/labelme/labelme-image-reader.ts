import type { Note } from '../../../../shared/interchange/notes.ts';
import { type Foreign, foreignOf } from '../../../../shared/schemas/foreign.ts';
import type { Label } from '../../../../shared/schemas/label.ts';
import { decodeMask, sizeOfPicture } from '../../import/pictures.ts';
import type { Source } from '../../import/source.ts';
import type { ForeignImage } from '../foreign.ts';
import {
  IN_PROGRESS_FLAG,
  type LabelmeFile,
  type LabelmeShape,
  labelmeDialect,
  labelmeFileSchema,
  otherFileKeys,
  otherShapeKeys,
  shapesOf,
} from './labelme-file.ts';
import { imageNameOf } from './labelme-path.ts';
import { labelmePixels } from './labelme-pixels.ts';
import { type Drawing, type ReadShape, readLabelmeShape } from './labelme-shapes.ts';

/**
 * The image of a labelme file.
 *
 * @param picture its path in the source, null where it is not there
 * @param json what the file holds
 */
export async function readImage(
  source: Source,
  file: string,
  picture: string | null,
  json: unknown,
): Promise<ForeignImage> {
  const content = labelmeFileSchema.parse(json);
  const bytes = content.imageData ? Buffer.from(content.imageData, 'base64') : null;
  const size = await sizeOf(source, content, picture, bytes);
  const shapes = shapesOf(content);
  const isX = labelmeDialect(json) === 'x-anylabeling';
  const drawing: Drawing = isX ? { border: 'opencv', within: size } : { border: true };
  const read = await Promise.all(shapes.map(shape => readShape(shape, drawing)));
  const isExact = read.every(({ exact }) => exact);
  const notes = read.flatMap(each => [...each.notes]);
  const kept = (keys: Record<string, unknown>) => keep(keys, notes);
  const labels = read.flatMap(({ label }, i) => (label ? { ...label, ...kept(otherShapeKeys(shapes[i]!)) } : []));
  const badPicture: Note[] =
    bytes && !(await sizeOfPicture(bytes))
      ? [{ code: 'bad-file', detail: `${file}: its imageData is no picture` }]
      : [];
  return {
    name: picture ?? imageNameOf(file, content.imagePath),
    size,
    state: stateOf(content, labels),
    labels,
    pixels: size && isExact ? labelmePixels(labels, size) : null,
    side: null,
    ...kept(otherFileKeys(content)),
    notes: [...notes, ...groups(shapes), ...badPicture].map(note => named(note, file)),
    picture: picture ? { path: picture } : bytes && badPicture.length === 0 ? { bytes } : null,
  };
}

/** What goes back to labelme as it came; says when that is too much. */
function keep(keys: Record<string, unknown>, notes: Note[]): { readonly foreign?: Foreign } {
  if (Object.keys(keys).length === 0) return {};
  const foreign = foreignOf(keys);
  if (!foreign) notes.push({ code: 'keys-dropped', detail: Object.keys(keys).join(', ').slice(0, 100) });
  return foreign ? { foreign } : {};
}

function named(note: Note, file: string): Note {
  return note.detail?.startsWith(file) ? note : { ...note, detail: note.detail ? `${file}: ${note.detail}` : file };
}

async function readShape(shape: LabelmeShape | null, drawing: Drawing): Promise<ReadShape> {
  if (!shape) return { label: null, notes: [{ code: 'bad-shape' }], exact: false };
  const mask = shape.mask ? await decodeMask(Buffer.from(shape.mask, 'base64')) : null;
  return readLabelmeShape(shape, mask, drawing);
}

/** The size that the shapes were drawn on: of the embedded picture, else as stated, else of the picture that is there. */
async function sizeOf(source: Source, content: LabelmeFile, picture: string | null, bytes: Buffer | null) {
  const { imageWidth: width, imageHeight: height } = content;
  const embedded = bytes && (await sizeOfPicture(bytes));
  if (embedded) return embedded;
  if (width && height) return { width, height };
  return picture ? sizeOfPicture(await source.read(picture)) : null;
}

function stateOf({ shapes, flags, checked }: LabelmeFile, labels: readonly Label[]): ForeignImage['state'] {
  if (flags[IN_PROGRESS_FLAG] === true || checked === false) return 'in progress';
  if (labels.length > 0) return 'labelled';
  return shapes.length === 0 ? 'empty' : 'unknown';
}

/** A group of shapes is one instance there; here each is a label. */
function groups(shapes: readonly (LabelmeShape | null)[]): Note[] {
  const sizes = new Map<string, number>();
  for (const shape of shapes) {
    if (shape?.group_id === null || shape?.group_id === undefined) continue;
    const group = JSON.stringify([shape.label, shape.group_id]);
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  const count = [...sizes.values()].filter(size => size > 1).length;
  return count > 0 ? [{ code: 'parts-to-labels', count }] : [];
}
