import type { LossPart } from './loss-part.ts';

/** Binary cross entropy, of classes the categorical one: the mean over all pixels of -log of the probability given to the truth. */
export const bce: LossPart = (o, pixels) => o.mean(pixels.surprise());
