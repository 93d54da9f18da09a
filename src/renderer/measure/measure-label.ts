import type { GrayImage } from '../../shared/image/gray-image.ts';
import { cropGray } from '../../shared/image/gray-image.ts';
import { clippedTo, labelBox } from '../../shared/labels/label-box.ts';
import { paintLabel } from '../../shared/labels/rasterize.ts';
import type { CrackMeasurement } from '../../shared/measure/measure-crack.ts';
import { measureMask } from '../../shared/measure/measure-mask.ts';
import { shiftedBy } from '../../shared/measure/shifted-measurement.ts';
import type { ImageLabel } from '../../shared/schemas/label.ts';

/** What is looked at around a label, px: enough for the ground on both sides. */
const AROUND = 24;
/** A label of a larger box is not measured under the pointer, px. */
const MOST = 40e6;

const measured = new WeakMap<ImageLabel, { readonly gray: GrayImage; readonly crack: CrackMeasurement | null }>();

/** The crack that a label marks, its largest component, in px of the picture; null where it marks nothing. Labels never change: each is measured once. */
export function measureLabel(label: ImageLabel, gray: GrayImage): CrackMeasurement | null {
  const known = measured.get(label);
  if (known?.gray === gray) return known.crack;
  const crack = measure(label, gray);
  measured.set(label, { gray, crack });
  return crack;
}

function measure(label: ImageLabel, gray: GrayImage): CrackMeasurement | null {
  const { x1, y1, x2, y2 } = labelBox(label);
  const box = clippedTo({ x1: x1 - AROUND, y1: y1 - AROUND, x2: x2 + AROUND, y2: y2 + AROUND }, gray);
  if (!box || (box.x2 - box.x1) * (box.y2 - box.y1) > MOST) return null;
  const part = cropGray(gray, box);
  const mask: GrayImage = { ...part, data: new Uint8Array(part.data.length) };
  paintLabel(mask, label, 1, box);
  const [crack] = measureMask(mask, { gray: part, minAreaPx: 1 });
  return crack ? shiftedBy(crack, box.x1, box.y1) : null;
}
