import { Random } from '../random.ts';

export interface BootstrapOptions {
  /** How many images there are. */
  readonly count: number;
  /** The number that is uncertain, of a sample of images: their positions, some more than once, some not at all. */
  readonly statistic: (sample: Uint32Array) => number;
  readonly seed: number;
  /** Samples drawn. Default 10,000. */
  readonly resamples?: number;
  /** Share of the samples that the interval holds. Default 0.95. */
  readonly level?: number;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The percentile bootstrap interval of a statistic over images (Efron and Tibshirani, "An Introduction to the Bootstrap",
 * 1993, chapter 13): images are drawn anew with replacement, as many as there are. It is paired when `statistic` takes
 * both runs' scores of the same drawn images. It says how far the choice of images matters, not that of the training's
 * seed, and is too narrow when images are few or are neighbours in time.
 */
export function bootstrapInterval(options: BootstrapOptions): Interval {
  const { count, statistic, seed, resamples = 10_000, level = 0.95 } = options;
  if (count < 1) throw new RangeError('A bootstrap needs an image.');
  const random = new Random(seed);
  const sample = new Uint32Array(count);
  const values = Float64Array.from({ length: resamples }, () => {
    for (let i = 0; i < count; i++) sample[i] = random.below(count);
    return statistic(sample);
  }).sort();
  const tail = Math.floor(((1 - level) / 2) * resamples);
  return { low: values[tail], high: values[resamples - 1 - tail] };
}
