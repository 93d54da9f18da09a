import { type Device, type TrainingConfig, trainingConfigSchema } from '../../shared/schemas/training.ts';

/** What is known of the machine and the data. */
export interface Circumstances {
  readonly device: Device;
  /** Time of the test step (two images of 128 px, base 16), ms; undefined when no device finished it. */
  readonly testStep: number | undefined;
  /** Images that train. */
  readonly train: number;
}

/** The test step of `devices.choose`: pixels times images, and width. */
const TEST = { pixels: 2 * 128 * 128, base: 16 };

/** From the reference pipeline's settings down to what an old laptop can do. */
const LADDER = [
  { size: 512, base: 32, batch: 16 },
  { size: 384, base: 32, batch: 8 },
  { size: 256, base: 32, batch: 8 },
  { size: 256, base: 16, batch: 8 },
  { size: 192, base: 16, batch: 8 },
  { size: 128, base: 16, batch: 8 },
] as const;

/** How long a first training may take before smaller settings are suggested, s. */
export const PATIENCE_S = 3600;

export interface Suggestion {
  readonly config: TrainingConfig;
  /** A sentence each. */
  readonly reasons: string[];
  /** An estimate, s. */
  readonly seconds: number;
}

/** The largest settings of the ladder that train within an hour; batches are no larger than the data allow. */
export function suggestConfig({ device, testStep, train }: Circumstances): Suggestion {
  const defaults = trainingConfigSchema.parse({});
  const timed = LADDER.map(rung => {
    const seconds = estimateSeconds({ ...rung, epochs: defaults.epochs }, train, testStep ?? 0);
    return { ...rung, seconds };
  });
  const rung = timed.find(({ seconds }) => seconds <= PATIENCE_S) ?? timed[timed.length - 1];
  const batch = Math.min(rung.batch, largestPowerOfTwo(Math.max(1, Math.floor(train / 4))));
  const config = { ...defaults, device, size: rung.size, base: rung.base, batch };
  const reasons = [
    rung === timed[0]
      ? 'The reference settings: this machine trains them within an hour.'
      : `${rung.size} px and base ${rung.base}: the reference's 512 px and base 32 would take ${inHours(timed[0].seconds)} here.`,
  ];
  if (batch < rung.batch) reasons.push(`Batches of ${batch}, for there are only ${train} images to train on.`);
  return { config, reasons, seconds: rung.seconds };
}

/**
 * An estimate of a training's time, s, from the test step, ms. Time grows with the pixels and, as convolutions do, with the
 * square of the width. One measurement: 256 px, base 32 took 2.3 s an image where the test step took 0.29 s; this says 2.3 s.
 */
export function estimateSeconds(
  { size, base, epochs }: Pick<TrainingConfig, 'size' | 'base' | 'epochs'>,
  train: number,
  testStep: number,
): number {
  const image = (testStep / 1000) * ((size * size) / TEST.pixels) * (base / TEST.base) ** 2;
  return image * train * epochs;
}

function largestPowerOfTwo(limit: number): number {
  return 2 ** Math.floor(Math.log2(limit));
}

function inHours(seconds: number): string {
  const hours = seconds / 3600;
  return hours < 1.5 ? 'more than an hour' : `about ${Math.round(hours)} hours`;
}
