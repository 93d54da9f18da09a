import type { LossSettings } from '../../../shared/training/loss-settings.ts';
import type { Operators } from './operators.ts';
import type { Pixels } from './pixels.ts';

/**
 * A part of the loss, a scalar: all there is to say of it. Its gradient, its form for classes that are told apart, for whole
 * images that come in tiles, and for TensorFlow follow.
 */
export type LossPart = <V>(o: Operators<V>, pixels: Pixels<V>, settings: LossSettings) => V;

/** Keeps the score of an empty image defined; the reference adds it below the line only. */
export const EPSILON = 1e-6;

/** The sums of an image's pixels, or of all pixels of a batch: what a region's score is made of. */
export function scoreSum<V>(o: Operators<V>, { dice }: LossSettings): (x: V) => V {
  return dice === 'batch' ? x => o.sumOfImages(o.sum(x)) : x => o.sum(x);
}
