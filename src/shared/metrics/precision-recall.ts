import { type Confusion, type PooledScores, pooledScores } from './confusion.ts';

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

/** The pooled scores that one threshold gives. */
export interface CurvePoint extends PooledScores {
  readonly threshold: number;
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

/** The pixels of all images together. */
export function sumHistograms(histograms: Iterable<ProbabilityHistogram>): ProbabilityHistogram {
  const sum = emptyHistogram();
  for (const { crack, other } of histograms) {
    for (let k = 0; k < STEPS; k++) {
      sum.crack[k] += crack[k];
      sum.other[k] += other[k];
    }
  }
  return sum;
}

/** What counting the pixels at `threshold`, one of 0.01, 0.02, … 0.99, gives; at 0 all of them are predicted crack. */
export function countsOf({ crack, other }: ProbabilityHistogram, threshold: number): Confusion {
  const first = Math.round(threshold * STEPS);
  const sum = (bins: Float64Array) => bins.reduce((a, b) => a + b, 0);
  return {
    tp: sum(crack.subarray(first)),
    fp: sum(other.subarray(first)),
    fn: sum(crack.subarray(0, first)),
    tn: sum(other.subarray(0, first)),
  };
}

/** The precision-recall curve, pooled over pixels: a point for each of the thresholds 0.01, 0.02, … 0.99, in this order. */
export function precisionRecallCurve(histogram: ProbabilityHistogram): CurvePoint[] {
  return Array.from({ length: STEPS - 1 }, (_, i) => {
    const threshold = (i + 1) / STEPS;
    return { threshold, ...pooledScores(countsOf(histogram, threshold)) };
  });
}

/**
 * The threshold with the best F1 on the curve; where several share it, the middle of their longest run, which keeps
 * clear of pixels on both sides. On the very pixels it is scored on this is an oracle, which tells how well the
 * probabilities rank pixels; on other images it is a threshold like any other, chosen beforehand.
 */
export function bestThreshold(curve: readonly CurvePoint[]): { threshold: number; f1: number } {
  const best = Math.max(...curve.map(point => point.f1));
  let longest = { first: 0, length: 0 };
  let length = 0;
  for (const [i, { f1 }] of curve.entries()) {
    length = f1 === best ? length + 1 : 0;
    if (length > longest.length) longest = { first: i - length + 1, length };
  }
  return { threshold: curve[longest.first + ((longest.length - 1) >> 1)].threshold, f1: best };
}
