import { componentsOf } from '../image/components.ts';
import type { GrayImage } from '../image/gray-image.ts';
import { type CrackMeasurement, measureCrack } from './measure-crack.ts';

/** Components of fewer pixels are specks, no cracks. */
export const SMALLEST_CRACK = 20;

export interface MeasureChoices {
  /** The picture, of the mask's size; finer widths come from it. Null: from the mask alone. */
  readonly gray?: GrayImage | null;
  /** Components of fewer pixels are left out. */
  readonly minAreaPx?: number;
  /** Whether a pixel can be crack at all, e.g. lies in the ROI; absent: everywhere. */
  readonly insideRoi?: (x: number, y: number) => boolean;
}

/** Every crack of a mask (0 is none), one an 8-connected component, the longest first. Throws a RangeError when the picture is of another size. */
export function measureMask(mask: GrayImage, choices: MeasureChoices = {}): CrackMeasurement[] {
  const { gray = null, minAreaPx = SMALLEST_CRACK, insideRoi } = choices;
  const { width, height, data } = mask;
  if (gray && (gray.width !== width || gray.height !== height)) {
    throw new RangeError(`A picture of ${gray.width}x${gray.height} px has no mask of ${width}x${height}.`);
  }
  return componentsOf(data, width, height)
    .filter(({ pixels }) => pixels.length >= minAreaPx)
    .map(component => measureCrack(component, { gray, width, height, ...(insideRoi && { insideRoi }) }))
    .sort((a, b) => b.lengthPx - a.lengthPx);
}
