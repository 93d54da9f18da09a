import { blackOutside, type Roi } from '../geometry/roi.ts';
import { clahe } from '../image/clahe.ts';
import { cropGray, type GrayImage, type Size } from '../image/gray-image.ts';
import { blackHat, close } from './morphology.ts';

/** The reference's numbers: clip limit, sides of the squares, percent, px, gray levels, frames. */
const CLIP_LIMIT = 2;
const SIDES = [7, 15, 25];
const PERCENTILE = 99.6;
const CLOSED = 5;
const WITHOUT_ROI = 30;
export const BLACK_HAT_HISTORY = 3;
/** Box around the ROI in which all is as if the whole frame were worked on: the largest square there and back, and the last closing. */
export const BLACK_HAT_MARGIN = 32;

/**
 * What the reference takes for cracks without a model: the dark and narrow, brightest of three black-hats, above the 99.6th percentile of
 * the ROI. `gray`: the box of the ROI (`BLACK_HAT_MARGIN`) of the blurred frame, black outside the ROI; `frame`: the frame's size, for the
 * contrast is evened out in an eighth of the frame at a time.
 */
export function blackHatMask(gray: GrayImage, roi: Roi, frame: Size): GrayImage {
  const even = blackOutside(cropGray(clahe(placed(gray, roi, frame), CLIP_LIMIT, roi.box), roi.box), roi);
  const strongest = new Uint8Array(even.data.length);
  for (const side of SIDES) {
    const { data } = blackHat(even, side);
    for (let i = 0; i < data.length; i++) if (data[i] > strongest[i]) strongest[i] = data[i];
  }
  const threshold = Math.floor(percentile(strongest, roi.mask.data));
  const above = strongest.map(value => (value > threshold ? 255 : 0));
  return blackOutside(close({ ...even, data: above }, CLOSED), roi);
}

/** The crop at its place in a frame that is black elsewhere. */
function placed({ width, height, data }: GrayImage, { box }: Roi, frame: Size): GrayImage {
  const whole = new Uint8Array(frame.width * frame.height);
  for (let y = 0; y < height; y++) {
    whole.set(data.subarray(y * width, (y + 1) * width), (box.y1 + y) * frame.width + box.x1);
  }
  return { ...frame, data: whole };
}

/** numpy.percentile of the values inside the mask: between two of them by their distance. */
function percentile(values: Uint8Array, mask: Uint8Array): number {
  const counts = new Uint32Array(256);
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    if (mask[i] === 0) continue;
    counts[values[i]]++;
    total++;
  }
  if (total === 0) return WITHOUT_ROI;
  const place = (total - 1) * (PERCENTILE / 100);
  const [low, part] = [Math.floor(place), place % 1];
  const [a, b] = [valueAt(counts, low), valueAt(counts, Math.min(low + 1, total - 1))];
  // From the nearer of the two, as numpy does.
  return part < 0.5 ? a + (b - a) * part : b - (b - a) * (1 - part);
}

/** The value at a place of all in rising order. */
function valueAt(counts: Uint32Array, place: number): number {
  let before = 0;
  return counts.findIndex(count => {
    before += count;
    return before > place;
  });
}
