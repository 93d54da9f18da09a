import { EPSILON, type LossPart } from './loss-part.ts';

/**
 * 1 - the mean over images and classes of TP / (TP + alpha FP + beta FN + eps), with TP = sum(p y), FP = sum(p) - TP,
 * FN = sum(y) - TP (Salehi et al. 2017). Both at 0.5 it is the soft Dice.
 */
export const tversky: LossPart = (o, pixels, { tverskyAlpha, tverskyBeta }) => {
  const p = pixels.probability();
  const y = pixels.truth();
  const hit = o.sum(o.mul(p, y));
  const falseAlarm = o.mul(o.sub(o.sum(p), hit), tverskyAlpha);
  const missed = o.mul(o.sub(o.sum(y), hit), tverskyBeta);
  const total = o.add(hit, o.add(o.add(falseAlarm, missed), EPSILON));
  return o.sub(1, o.meanOfRegions(o.div(hit, total)));
};
