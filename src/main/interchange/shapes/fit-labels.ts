import { scaling, shift } from '../../../shared/geometry/affine.ts';
import type { Box } from '../../../shared/image/gray-image.ts';
import { clippedTo, labelBox, type Size } from '../../../shared/labels/label-box.ts';
import { mapped } from '../../../shared/labels/shapes/shapes.ts';
import type { Label } from '../../../shared/schemas/label.ts';
import type { ForeignImage } from '../formats/foreign.ts';
import { type Orientation, type Part, transformed, turnLabels } from './turn.ts';

/** The image of ours that labels come to. */
export interface Target extends Size {
  /** How the picture's EXIF data turn it; the size is that of the picture upright. */
  readonly orientation: Orientation;
  /** Where the image was cut out of a frame, px of the frame; null for whole pictures. The frame's size where it is known. */
  readonly crop: { readonly box: Box; readonly frame: Size | null } | null;
}

export type Fit = 'same' | 'scaled-up' | 'turned' | 'cropped-to-roi';

export interface Fitted {
  readonly fit: Fit;
  /** In px of the target. */
  readonly labels: readonly Label[];
  /** How many labels lie outside the crop and are left out. */
  readonly outside: number;
  /** Whether the labels' size does not tell if they were made before or after the picture was turned. */
  readonly unclear: boolean;
}

/** Brings labels to the size of their image, or gives null when they were made for another one. */
export function fitLabels(
  { labels, size, normalised }: Pick<ForeignImage, 'labels' | 'size' | 'normalised'>,
  target: Target,
): Fitted | null {
  const { orientation } = target;
  if (normalised)
    return fitted(
      'same',
      labels.map(label => mapped(label, scaling(target.width, target.height)) ?? label),
      target,
      false,
    );
  if (!size || isSame(size, target)) return fitted('same', labels, target, size !== null);
  if (orientation >= 5 && size.width === target.height && size.height === target.width) {
    return fitted('turned', turnLabels(labels, size, orientation), target);
  }
  const factor = target.width / size.width;
  if (Number.isInteger(factor) && target.height / size.height === factor) {
    return fitted(
      'scaled-up',
      labels.flatMap(label => scaleLabel(label, size, factor)),
      target,
    );
  }
  return target.crop && isFrame(size, target, target.crop) ? cropped(labels, target.crop.box, target) : null;
}

function fitted(
  fit: Fit,
  labels: readonly Label[],
  { width, height, orientation }: Target,
  isSizeKnown = true,
): Fitted {
  const showsTurn = isSizeKnown && orientation >= 5 && width !== height;
  return { fit, labels, outside: 0, unclear: fit === 'same' && orientation !== 1 && !showsTurn };
}

function isSame(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

/** Whether labels of `size` are those of the whole frame that the image was cut from. */
function isFrame(size: Size, image: Size, { box, frame }: NonNullable<Target['crop']>): boolean {
  const isBox = box.x2 - box.x1 === image.width && box.y2 - box.y1 === image.height;
  return isBox && (frame ? isSame(size, frame) : box.x2 <= size.width && box.y2 <= size.height);
}

function cropped(labels: readonly Label[], { x1, y1 }: Box, target: Target): Fitted {
  const shifted = labels.map(label => mapped(label, shift(-x1, -y1)) ?? label);
  const inside = shifted.filter(label => clippedTo(labelBox(label), target));
  return { fit: 'cropped-to-roi', labels: inside, outside: labels.length - inside.length, unclear: false };
}

/** Every pixel of a mask becomes `factor` x `factor` of the same value. */
function scaleLabel(label: Label, size: Size, factor: number): Label[] {
  const scaled = mapped(label, scaling(factor, factor));
  return scaled ? [scaled] : transformed(label, size, part => enlarged(part, factor));
}

function enlarged({ mask, x, y }: Part, factor: number): Part {
  const [width, height] = [mask.width * factor, mask.height * factor];
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = Math.floor(row / factor) * mask.width;
    for (let column = 0; column < width; column++)
      data[row * width + column] = mask.data[from + Math.floor(column / factor)];
  }
  return { mask: { width, height, data }, x: x * factor, y: y * factor };
}
