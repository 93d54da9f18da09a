import type { Operators } from './operators.ts';

/**
 * What a network says of each pixel, beside the truth: all that the loss is to know of logits. Each is computed anew when it
 * is asked for, so that parts of the loss do not depend on each other.
 */
export interface Pixels<V> {
  /** -log of the probability given to the truth. [N, 1, H, W] */
  surprise(): V;
  /** The logit of being wrong: `surprise` is its softplus. [N, 1, H, W] */
  wrong(): V;
  /** [N, C, H, W], C regions: crack alone, or the background and every class. */
  probability(): V;
  /** 1 where the pixel is of the region, 0 elsewhere. [N, C, H, W] */
  truth(): V;
}

/** @param logits [N, C, H, W]; @param y [N, 1, H, W], 0 or 1, or with several channels the index of the pixel's class */
export function pixelsOf<V>(o: Operators<V>, logits: V, y: V): Pixels<V> {
  return o.channels(logits) > 1 ? ofClasses(o, logits, y) : ofCrack(o, logits, y);
}

/** Crack or not: the probability is the sigmoid of the one logit z. */
function ofCrack<V>(o: Operators<V>, z: V, y: V): Pixels<V> {
  return {
    surprise: () => o.sub(o.softplus(z), o.mul(z, y)),
    wrong: () => o.mul(z, o.sub(1, o.mul(y, 2))),
    probability: () => o.sigmoid(z),
    truth: () => y,
  };
}

/** Further below any logit than float32 can tell from probability 0. */
const OUT_OF_THE_QUESTION = -1e4;

/** One of several, the background first: probabilities are the softmax over the channels. */
function ofClasses<V>(o: Operators<V>, z: V, y: V): Pixels<V> {
  const truth = () => o.oneHot(y, o.channels(z));
  const ofTruth = (truth: V) => o.sumOfChannels(o.mul(z, truth));
  return {
    surprise: () => o.sub(o.logSumExp(z), ofTruth(truth())),
    wrong() {
      const right = truth();
      return o.sub(o.logSumExp(o.add(z, o.mul(right, OUT_OF_THE_QUESTION))), ofTruth(right));
    },
    probability: () => o.exp(o.sub(z, o.logSumExp(z))),
    truth,
  };
}
