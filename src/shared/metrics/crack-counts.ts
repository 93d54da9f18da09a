import { componentsOf } from '../image/components.ts';
import { squaredDistances } from './distance-transform.ts';
import { TOLERANCE } from './tolerance.ts';

/** Cracks of an image, each a component of its mask, counted whole: whether an inspector would have been led to it. */
export interface CrackCounts {
  /** Mean widths of the cracks that were found, px, and of those that were missed. */
  readonly found: readonly number[];
  readonly missed: readonly number[];
  /** Predicted components that are no crack's. */
  readonly falseAlarms: number;
}

/** So much of a crack must be predicted, within the tolerance, for it to be found; ours. */
const FOUND_SHARE = 0.25;
/** Predicted specks smaller than this are no alarm, px; ours. */
const LEAST_ALARM = 10;

/** Counts one image; both masks are [height, width], crack where not 0. */
export function countCracks(
  predicted: ArrayLike<number>,
  labelled: ArrayLike<number>,
  width: number,
  height: number,
): CrackCounts {
  const near = (mask: ArrayLike<number>) => squaredDistances(mask, width, height);
  const [toPredicted, toLabelled] = [near(predicted), near(labelled)];
  const isNear = (squared: number) => squared <= TOLERANCE ** 2;
  const shareNear = (pixels: Int32Array, distances: Float64Array) =>
    pixels.reduce((sum, at) => sum + (isNear(distances[at]) ? 1 : 0), 0) / pixels.length;
  const widthOf = widthsIn(labelled, width, height);
  const [found, missed]: [number[], number[]] = [[], []];
  for (const { pixels } of componentsOf(labelled, width, height)) {
    (shareNear(pixels, toPredicted) >= FOUND_SHARE ? found : missed).push(widthOf(pixels));
  }
  const alarms = componentsOf(predicted, width, height).filter(({ pixels }) => pixels.length >= LEAST_ALARM);
  return {
    found,
    missed,
    falseAlarms: alarms.filter(({ pixels }) => shareNear(pixels, toLabelled) === 0).length,
  };
}

/** Tells the mean width of pixels of a mask, px: across a stripe of width w they lie w / 4 from its edge on average. */
export function widthsIn(mask: ArrayLike<number>, width: number, height: number): (pixels: Int32Array) => number {
  const outside = Uint8Array.from(mask, value => (value ? 0 : 1));
  // A mask that is all crack has no edge.
  if (!outside.includes(1)) return () => Math.min(width, height);
  const squared = squaredDistances(outside, width, height);
  // The nearest pixel outside is half a pixel further away than the edge.
  return pixels => (4 * pixels.reduce((sum, at) => sum + Math.sqrt(squared[at]) - 0.5, 0)) / pixels.length;
}

/** What would help most, from what was missed and what was not there; a sentence. */
export function adviceOnCracks(counts: readonly CrackCounts[]): string {
  const [found, missed] = [counts.flatMap(each => each.found), counts.flatMap(each => each.missed)];
  const alarms = counts.reduce((sum, { falseAlarms }) => sum + falseAlarms, 0);
  const all = found.length + missed.length;
  if (alarms > Math.max(missed.length, all / 10)) {
    return `${alarms} false alarms beside ${all} cracks: label frames where they are, without a crack, and train again.`;
  }
  if (missed.length === 0) return `All ${all} cracks were found: what is left is how exactly they are drawn.`;
  const limit = Math.max(1, Math.ceil(median(found.length > 0 ? found : missed) / 2));
  const thin = missed.filter(width => width < limit).length;
  return thin > missed.length / 2
    ? `${thin} of ${missed.length} missed cracks are thinner than ${limit} px: collect and label more of these.`
    : `${missed.length} of ${all} cracks were missed, thin and wide alike: label more images like the worst ones.`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
