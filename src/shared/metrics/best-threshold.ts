import { type Confusion, pooledScores } from './confusion.ts';

/** Thresholds tried: 0.01, 0.02, … 0.99. */
const STEPS = 100;

/**
 * Pixels by probability, crack and other apart. Bin k holds probabilities in (k / 100, (k + 1) / 100], bin 0 also 0,
 * so that the pixels strictly above the threshold k / 100 are those of bin k and up.
 */
export interface ProbabilityHistogram {
  crack: Float64Array;
  other: Float64Array;
}

export function emptyHistogram(): ProbabilityHistogram {
  return { crack: new Float64Array(STEPS), other: new Float64Array(STEPS) };
}

/** Adds one image's pixels: probability in 0..1, mask crack where not 0. */
export function addToHistogram(
  histogram: ProbabilityHistogram,
  probability: ArrayLike<number>,
  mask: ArrayLike<number>,
): void {
  for (let i = 0; i < mask.length; i++) {
    const bin = Math.min(STEPS - 1, Math.max(0, Math.ceil(probability[i] * STEPS) - 1));
    (mask[i] !== 0 ? histogram.crack : histogram.other)[bin]++;
  }
}

/**
 * The threshold with the best pooled F1 on the very pixels it is scored on: an oracle, which tells how well the
 * probabilities rank pixels, not how well a threshold chosen beforehand would do.
 */
export function oracleThreshold(histogram: ProbabilityHistogram): { threshold: number; f1: number } {
  const sum = (bins: Float64Array) => bins.reduce((a, b) => a + b, 0);
  const counts: Confusion = { tp: sum(histogram.crack), fp: sum(histogram.other), fn: 0, tn: 0 };
  let best = { threshold: 0, f1: -1 };
  for (let k = 1; k < STEPS; k++) {
    counts.tp -= histogram.crack[k - 1];
    counts.fn += histogram.crack[k - 1];
    counts.fp -= histogram.other[k - 1];
    counts.tn += histogram.other[k - 1];
    const { f1 } = pooledScores(counts);
    if (f1 > best.f1) best = { threshold: k / STEPS, f1 };
  }
  return best;
}
