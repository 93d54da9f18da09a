import { scaling, shift } from '../../../shared/geometry/affine.ts';
import type { Box } from '../../../shared/image/gray-image.ts';
import { clippedTo, labelBox, type Size } from '../../../shared/labels/label-box.ts';
import { mapped } from '../../../shared/labels/shapes/shapes.ts';
import type { Label } from '../../../shared/schemas/label.ts';
import type { ForeignImage } from '../formats/foreign.ts';
import { type Orientation, type Part, transformed, turnLabels } from './turn.ts';
import { type Turn, turnOf } from './turn-of.ts';

/** The image of ours that labels come to. */
export interface Target extends Size {
  /** How the picture's EXIF data turn it; the size is that of the picture upright. */
  readonly orientation: Orientation;
  /** Where the image was cut out of a frame, px of the frame; null for whole pictures. The frame's size where it is known. */
  readonly crop: { readonly box: Box; readonly frame: Size | null } | null;
}

export type Fit = 'same' | 'scaled-up' | 'turned' | 'upright' | 'cropped-to-roi';

export interface Fitted {
  readonly fit: Fit;
  /** In px of the target. */
  readonly labels: readonly Label[];
  /** How many labels lie outside the crop and are left out. */
  readonly outside: number;
  /** How the labels lie on a picture that EXIF turns; null where it turns none. */
  readonly turn: Turn | null;
}

/**
 * Brings labels to the size of their image, or gives null when they were made for another one.
 *
 * @param drawn on which picture labels were drawn that EXIF turns, where somebody knows
 */
export function fitLabels(
  { labels, size, normalised }: Pick<ForeignImage, 'labels' | 'size' | 'normalised'>,
  target: Target,
  drawn?: Turn['drawn'],
): Fitted | null {
  const { orientation } = target;
  if (normalised) {
    const scaled = labels.map(label => mapped(label, scaling(target.width, target.height)) ?? label);
    return fitLabels({ labels: scaled, size: null }, target, drawn);
  }
  const stored = orientation >= 5 ? { width: target.height, height: target.width } : target;
  const turn = turnOf(labels, size, target, drawn);
  const fitted = (fit: Fit, own = labels): Fitted => ({ fit, labels: own, outside: 0, turn });
  const isUpright = !size || isSame(size, target);
  if (turn?.drawn === 'stored' && (isUpright || isSwapped(size, target))) {
    return fitted('turned', turnLabels(labels, size ?? stored, orientation));
  }
  if (isUpright) return fitted('same');
  if (turn?.drawn === 'upright' && isSwapped(size, target)) return fitted('upright');
  const factor = target.width / size.width;
  if (Number.isInteger(factor) && target.height / size.height === factor) {
    return fitted(
      'scaled-up',
      labels.flatMap(label => scaleLabel(label, size, factor)),
    );
  }
  return target.crop && isFrame(size, target, target.crop) ? cropped(labels, target.crop.box, target) : null;
}

function isSwapped(size: Size, target: Size): boolean {
  return size.width === target.height && size.height === target.width;
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
  return { fit: 'cropped-to-roi', labels: inside, outside: labels.length - inside.length, turn: null };
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
