import { cropGray, type GrayImage } from '../../../shared/image/gray-image.ts';
import { paintedBox } from '../../../shared/labels/brush-mask.ts';
import type { Size } from '../../../shared/labels/label-box.ts';
import { countSet, paintedPart } from '../../../shared/labels/painted-part.ts';
import type { Label } from '../../../shared/schemas/label.ts';

/** Pixels of one label within its image: 1 in `mask`, whose upper left pixel is (x, y). */
export interface LabelArea {
  readonly x: number;
  readonly y: number;
  readonly mask: GrayImage;
  /** How many are set. */
  readonly pixels: number;
}

const NOWHERE: LabelArea = { x: 0, y: 0, mask: { width: 0, height: 0, data: new Uint8Array() }, pixels: 0 };

/** The pixels that a label covers within its image, which later labels may cover in turn, in the smallest box. */
export function labelArea(label: Label, size: Size): LabelArea {
  const part = paintedPart([label], size);
  const box = part && paintedBox(part.mask);
  return box ? withPixels(part.box.x1 + box.x1, part.box.y1 + box.y1, cropGray(part.mask, box)) : NOWHERE;
}

export function isSamePixels(a: LabelArea, b: LabelArea): boolean {
  const isPlaced = a.x === b.x && a.y === b.y && a.mask.width === b.mask.width && a.pixels === b.pixels;
  return isPlaced && a.mask.data.every((value, i) => value === b.mask.data[i]);
}

/** What remains of an area where the image's mask has `value`. */
export function visibleArea({ x, y, mask, pixels }: LabelArea, painted: GrayImage, value: number): LabelArea {
  const data = mask.data.map((set, at) => {
    const [column, row] = [at % mask.width, Math.floor(at / mask.width)];
    return set && painted.data[(y + row) * painted.width + x + column] === value ? 1 : 0;
  });
  const rest = withPixels(x, y, { ...mask, data });
  return rest.pixels === pixels ? { x, y, mask, pixels } : rest;
}

/** Whether stretches of positions x · height + y are these pixels and no others. */
export function isSameArea({ x, y, mask, pixels }: LabelArea, stretches: readonly number[], height: number): boolean {
  let count = 0;
  for (let k = 0; k < stretches.length; k += 2) count += stretches[k + 1] - stretches[k];
  if (count !== pixels) return false;
  for (let k = 0; k < stretches.length; k += 2) {
    for (let at = stretches[k]; at < stretches[k + 1]; at++) {
      const [column, row] = [Math.floor(at / height) - x, (at % height) - y];
      const isInside = column >= 0 && row >= 0 && column < mask.width && row < mask.height;
      if (!isInside || mask.data[row * mask.width + column] === 0) return false;
    }
  }
  return true;
}

function withPixels(x: number, y: number, mask: GrayImage): LabelArea {
  return { x, y, mask, pixels: countSet(mask.data) };
}
