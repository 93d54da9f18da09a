import { EPSILON, type LossPart, scoreSum } from './loss-part.ts';

/** 1 - the mean over images, or of the batch, and over classes of 2 sum(p y) / (sum(p + y) + eps) (Milletari et al. 2016, without the squares). */
export const dice: LossPart = (o, pixels, settings) => {
  const sum = scoreSum(o, settings);
  const p = pixels.probability();
  const y = pixels.truth();
  const overlap = sum(o.mul(p, y));
  const total = o.add(sum(o.add(p, y)), EPSILON);
  return o.sub(1, o.meanOfRegions(o.div(o.mul(overlap, 2), total)));
};
