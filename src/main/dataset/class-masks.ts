import type { FilePath } from '../../node/project-path.ts';
import { StudioError } from '../../shared/errors.ts';
import type { GrayImage } from '../../shared/image/gray-image.ts';
import { paintLabel } from '../../shared/labels/rasterize.ts';
import type { LabelDocument } from '../../shared/schemas/label.ts';
import { readIfThere } from '../files/read.ts';
import { readMask } from '../images/masks.ts';
import { parseLabels } from '../labels/label-file.ts';
import { trainingLayout } from '../layout/training-layout.ts';

type Size = Pick<GrayImage, 'width' | 'height'>;

/** A mask of class indices, and what it leaves out. */
export interface ClassMask {
  /** 0 is the background, 1 the first of the classes. */
  readonly mask: GrayImage;
  /** Classes of labels that are none of those asked for: their pixels are background. */
  readonly others: readonly string[];
}

/**
 * The class of every pixel of an image of a training folder, by the rule of `rasterizeLabels`: from its label document, which
 * must be for the image's size, or where it has none from its mask, all of which is then of the first class. Throws a StudioError.
 */
export async function readClassMask(
  dir: FilePath,
  name: string,
  classes: readonly string[],
  image: Size,
): Promise<ClassMask> {
  const { label, mask } = trainingLayout(dir);
  const text = await readLabelText(dir, name);
  if (text !== null) {
    const document = documentIn(text, name, label(name).path);
    requireSize(document, image, label(name).path);
    return maskOf(document, classes);
  }
  const { data, ...size } = await readMask(mask(name));
  return { mask: { ...size, data: data.map(value => (value > 0 ? 1 : 0)) }, others: [] };
}

/** The label document of an image as it lies on the disk; null where there is none. Throws a StudioError. */
export async function readLabelText(dir: FilePath, name: string): Promise<string | null> {
  const bytes = await readIfThere(trainingLayout(dir).label(name));
  return bytes === null ? null : bytes.toString('utf8');
}

function documentIn(text: string, name: string, path: string): LabelDocument {
  try {
    return parseLabels(text, name, path);
  } catch (cause) {
    if (cause instanceof StudioError) throw cause;
    const remedy = `open ${name} in Label, which goes back to the copy it keeps, or put the file back yourself`;
    throw new StudioError(`${path} is no label document of ${name}: ${remedy}.`, 'failure', { cause });
  }
}

function requireSize(document: Size, image: Size, path: string): void {
  if (document.width === image.width && document.height === image.height) return;
  const size = ({ width, height }: Size) => `${width}x${height} px`;
  throw new StudioError(
    `The labels in ${path} are for ${size(document)} but their image is ${size(image)}: put back the image that was labelled.`,
  );
}

/** What lies on top counts, as in the picture: a label of another class takes away what it covers. */
function maskOf({ width, height, labels }: LabelDocument, classes: readonly string[]): ClassMask {
  const mask = { width, height, data: new Uint8Array(width * height) };
  for (const label of labels) paintLabel(mask, label, classes.indexOf(label.class) + 1);
  const others = new Set(labels.map(label => label.class).filter(name => !classes.includes(name)));
  return { mask, others: [...others] };
}
