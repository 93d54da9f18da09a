import { StudioError } from '../../../shared/errors.ts';
import type { GrayImage } from '../../../shared/image/gray-image.ts';
import type { TakeNote } from '../../../shared/interchange/notes.ts';
import { countSet, paintedPart } from '../../../shared/labels/painted-part.ts';
import { shapeOf } from '../../../shared/labels/shapes/shapes.ts';
import type { Label, LabelDocument } from '../../../shared/schemas/label.ts';
import { isBackgroundName } from '../formats/names.ts';

/** A document as other tools keep masks. */
export interface ExportRaster {
  /** The number of each pixel's class, from 1 on in the order asked for; 0 for background. */
  readonly classes: GrayImage;
  /** The number of each pixel's label, from 1 on; 0 for none. */
  readonly instances: GrayImage;
  /** How many pixels are not background. */
  readonly pixels: number;
}

/** Instances are kept in a byte, and 0 is none. */
const MOST_INSTANCES = 255;
/** 255 is void to many tools. */
const MOST_CLASSES = 254;

/**
 * Paints the labels of a document: the class of each pixel and its instance. A class called background erases. Beyond 255
 * labels, the last numbers are shared, one by all further labels of each class, so that no pixel is lost and no number has
 * two classes (Datumaro would keep one of them). Throws a StudioError when there are too many classes for a byte.
 */
export function rasterOf(document: LabelDocument, classNames: readonly string[], takeNote: TakeNote): ExportRaster {
  if (classNames.length > MOST_CLASSES) {
    throw new StudioError(`Cannot write masks of ${classNames.length} classes: they hold ${MOST_CLASSES} at most.`);
  }
  const { width, height, image } = document;
  const labels = document.labels.filter(label => isKnown(label, classNames, image, takeNote));
  const raster = { classes: emptyMask(width, height), instances: emptyMask(width, height) };
  const numbers = instanceNumbers(labels, image, takeNote);
  const cut = new Set<number>();
  for (const [k, label] of labels.entries()) {
    const isEraser = isBackgroundName(label.class);
    const values = { class: isEraser ? 0 : classNames.indexOf(label.class) + 1, instance: isEraser ? 0 : numbers[k] };
    const covered = paint(raster, label, values, cut);
    if (covered === 0) takeNote({ code: 'covers-nothing', detail: `${image}: ${label.shape} of ${label.class}` });
    const code = isEraser ? 'background-erased' : shapeOf(label).notes.pixels;
    if (code) takeNote({ code, detail: image });
  }
  if (cut.size > 0) takeNote({ code: 'overlap-flattened', count: cut.size, detail: image });
  return { ...raster, pixels: countSet(raster.classes.data) };
}

function emptyMask(width: number, height: number): GrayImage {
  return { width, height, data: new Uint8Array(width * height) };
}

function isKnown(label: Label, classNames: readonly string[], image: string, takeNote: TakeNote): boolean {
  if (classNames.includes(label.class) || isBackgroundName(label.class)) return true;
  takeNote({ code: 'class-unexported', detail: `${image}: ${label.class} is no class of the project` });
  return false;
}

function instanceNumbers(labels: readonly Label[], image: string, takeNote: TakeNote): number[] {
  if (labels.length <= MOST_INSTANCES) return labels.map((_, k) => k + 1);
  const names = [...new Set(labels.map(label => label.class))];
  const own = MOST_INSTANCES - names.length;
  takeNote({ code: 'too-many-instances', detail: `${image}: ${labels.length} labels; those after ${own} were merged` });
  return labels.map((label, k) => (k < own ? k + 1 : own + names.indexOf(label.class) + 1));
}

/** Copies a label into both masks, and notes the instances that it covers in part or whole; gives its pixels in the image. */
function paint(
  { classes, instances }: Pick<ExportRaster, 'classes' | 'instances'>,
  label: Label,
  values: { class: number; instance: number },
  cut: Set<number>,
): number {
  const part = paintedPart([label], classes);
  if (!part) return 0;
  const { box, mask } = part;
  let covered = 0;
  for (let y = 0; y < mask.height; y++) {
    let at = (box.y1 + y) * classes.width + box.x1;
    for (let i = y * mask.width; i < (y + 1) * mask.width; i++, at++) {
      if (mask.data[i] === 0) continue;
      const below = instances.data[at];
      if (below > 0 && below !== values.instance) cut.add(below);
      classes.data[at] = values.class;
      instances.data[at] = values.instance;
      covered++;
    }
  }
  return covered;
}
