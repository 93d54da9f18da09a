import { blackOutside, type Roi } from '../geometry/roi.ts';
import { close } from './morphology.ts';

/** The reference's numbers with a model: px around the ROI, probability, px, px, frames. */
export const MODEL_MARGIN = 20;
export const MODEL_THRESHOLD = 0.45;
const CLOSED = 3;
const FEWEST = 20;
export const MODEL_HISTORY = 2;

/** What the reference takes for cracks of a probability, [height, width] of the ROI's box: a mask of 0 and 255; too few pixels are none. */
export function modelMask(probability: Float32Array, roi: Roi, threshold: number) {
  // numpy compares with the threshold as a 32-bit float.
  const least = Math.fround(threshold);
  const likely = Uint8Array.from(probability, value => (value >= least ? 255 : 0));
  const mask = blackOutside(close({ ...roi.mask, data: likely }, CLOSED), roi);
  let count = 0;
  for (const value of mask.data) if (value > 0) count++;
  return count < FEWEST ? { ...mask, data: new Uint8Array(mask.data.length) } : mask;
}
