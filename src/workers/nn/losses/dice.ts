import { EPSILON, type LossPart } from './loss-part.ts';

/** 1 - the mean over images and classes of 2 sum(p y) / (sum(p + y) + eps) (Milletari et al. 2016, without the squares). */
export const dice: LossPart = (o, pixels) => {
  const p = pixels.probability();
  const y = pixels.truth();
  const overlap = o.sum(o.mul(p, y));
  const total = o.add(o.sum(o.add(p, y)), EPSILON);
  return o.sub(1, o.meanOfRegions(o.div(o.mul(overlap, 2), total)));
};
