import { cropGray, type GrayImage } from '../../../shared/image/gray-image.ts';
import { paintedBox } from '../../../shared/labels/brush-mask.ts';
import type { Size } from '../../../shared/labels/label-box.ts';
import { paintedPart } from '../../../shared/labels/painted-part.ts';
import type { Label } from '../../../shared/schemas/label.ts';

/** Pixels of an image: 1 where they are covered. The upper left one is (x, y). */
export interface Cover {
  readonly x: number;
  readonly y: number;
  readonly mask: GrayImage;
}

/** The pixels that a label covers within an image, in a box as small as may be; null when there are none. */
export function coverOf(label: Label, size: Size): Cover | null {
  const part = paintedPart([label], size);
  const box = part && paintedBox(part.mask);
  return box && { x: part.box.x1 + box.x1, y: part.box.y1 + box.y1, mask: cropGray(part.mask, box) };
}

export function isSameCover(a: Cover | null, b: Cover | null): boolean {
  if (!a || !b) return a === b;
  const isPlaced = a.x === b.x && a.y === b.y && a.mask.width === b.mask.width && a.mask.height === b.mask.height;
  return isPlaced && a.mask.data.every((value, i) => value === b.mask.data[i]);
}
