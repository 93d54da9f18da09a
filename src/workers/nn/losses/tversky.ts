import { EPSILON, type LossPart, scoreSum } from './loss-part.ts';

/**
 * 1 - the mean over images, or of the batch, and over classes of TP / (TP + alpha FP + beta FN + eps), with TP = sum(p y), FP = sum(p) - TP,
 * FN = sum(y) - TP (Salehi et al. 2017). Both at 0.5 it is the soft Dice.
 */
export const tversky: LossPart = (o, pixels, settings) => {
  const { tverskyAlpha, tverskyBeta } = settings;
  const sum = scoreSum(o, settings);
  const p = pixels.probability();
  const y = pixels.truth();
  const hit = sum(o.mul(p, y));
  const falseAlarm = o.mul(o.sub(sum(p), hit), tverskyAlpha);
  const missed = o.mul(o.sub(sum(y), hit), tverskyBeta);
  const total = o.add(hit, o.add(o.add(falseAlarm, missed), EPSILON));
  return o.sub(1, o.meanOfRegions(o.div(hit, total)));
};
