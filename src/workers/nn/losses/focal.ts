import type { LossPart } from './loss-part.ts';

/**
 * Mean over all pixels of (1 - q)^gamma · -log q, q the probability given to the truth (Lin et al. 2017, without alpha).
 * With s the logit of being wrong, -log q = softplus(s) and 1 - q = exp(-softplus(-s)).
 */
export const focal: LossPart = (o, pixels, { focalGamma }) => {
  const wrong = pixels.wrong();
  const doubt = o.exp(o.mul(o.softplus(o.neg(wrong)), -focalGamma));
  return o.mean(o.mul(doubt, o.softplus(wrong)));
};
