import type { Device, TrainingConfig } from '../schemas/training.ts';

/** What there is to learn from. */
export interface DataFacts {
  /** Images that train, and of these about how many have a crack. */
  readonly train: number;
  readonly positives: number;
  /** Of a picture in the middle of them by size, px. */
  readonly width: number;
  readonly height: number;
  /** Pixels of all train and of all val images. */
  readonly trainPixels: number;
  readonly valPixels: number;
  /** Of the cracks, on the average of their pixels, px; undefined where nobody has looked. */
  readonly crackWidth?: number | undefined;
}

export interface PlanFacts extends DataFacts {
  readonly device: Device;
  /** Time of the test step (two images of 128 px, base 16), ms; undefined when no device finished it. */
  readonly testStep: number | undefined;
  /** What the user gives. */
  readonly minutes: number;
}

export interface Plan {
  readonly config: Partial<TrainingConfig>;
  /** What was chosen and why, three sentences. */
  readonly reasons: readonly string[];
}

/** The test step of `devices.choose`: pixels times images, and width. */
const TEST = { pixels: 2 * 128 * 128, base: 16 };
/** What is assumed where no device could be timed: an old laptop's, ms. */
const UNKNOWN_STEP = 200;

/** What of the minutes goes into epochs; the rest is for starting, writing the model and a machine that has other work, too. */
export const EPOCHS_SHARE = 0.95;
/** A validation of a pixel beside a training step of one: without gradients. */
const VALIDATION = 0.35;
/** Tiles of a validation overlap by a quarter in both directions. */
const TILE_OVERLAP = (4 / 3) ** 2;
/** What of the time validations may take. */
const VALIDATION_SHARE = 0.1;
const EPOCHS = { least: 4, most: 40 };
/** Of an epoch: whoever has this many steps has no use for more. */
const MOST_STEPS = 5000;
/** Crops of this side see enough of what is around a crack, px; wider cracks, from this share of it on, get larger ones. */
const SIDE = { usual: 256, wide: 384, wideFrom: 0.15 };
const BATCH = 8;
/** The widest network that sees so many crops in the time given: one that sees fewer does not learn what it could. */
const WIDTHS = [
  { base: 32, crops: 20_000 },
  { base: 16, crops: 1_500 },
  { base: 8, crops: 0 },
] as const;
/** Of the steps, the average of the weights remembers about this share, but no more than so many. */
const AVERAGED = { share: 0.05, most: 1000, least: 5 };

/**
 * A training that suits these images, this machine and this time (after nnU-Net: Isensee et al. 2021, "rule-based parameters",
 * with crops and widths for a laptop): crops at native resolution, a network as wide as the time allows, a learning rate that
 * falls to zero when the time ends. What it gave is in bench/README.md.
 */
export function planTraining(facts: PlanFacts): Plan {
  const { minutes, valPixels, trainPixels, device } = facts;
  const seconds = 60 * EPOCHS_SHARE * minutes;
  const size = cropSide(facts);
  const cropSeconds = (base: number) => secondsOf(facts, size ** 2, base);
  const crops = (base: number) => ((1 - VALIDATION_SHARE) * seconds) / cropSeconds(base);
  const base = (WIDTHS.find(width => crops(width.base) >= width.crops) ?? WIDTHS[2]).base;
  const validation = VALIDATION * secondsOf(facts, valPixels, base) * TILE_OVERLAP;
  const affordable = Math.floor((VALIDATION_SHARE * seconds) / Math.max(validation, 1e-9));
  const epochs = Math.min(Math.max(affordable, EPOCHS.least), EPOCHS.most);
  const perEpoch = Math.max(0, seconds / epochs - validation);
  const steps = Math.min(Math.max(1, Math.round(perEpoch / (BATCH * cropSeconds(base)))), MOST_STEPS);
  const looks = (epochs * steps * BATCH * size ** 2) / Math.max(1, trainPixels);
  const config: Partial<TrainingConfig> = {
    ...{ recipe: 'auto', minutes, device, input: 'tile', size, base, batch: BATCH, epochs, steps },
    ...{ lr: 2e-3, weightDecay: 0.01, schedule: 'cosine', warmup: 1, ema: averageOf(epochs * steps) },
    ...{ dice: 'batch', quarterTurn: 0.5, keep: 'f1', calibration: 'val' },
  };
  return { config, reasons: reasonsOf(facts, { size, base, epochs, steps, looks }) };
}

function cropSide({ width, height, crackWidth = 0 }: DataFacts): number {
  const most = crackWidth > SIDE.wideFrom * SIDE.usual ? SIDE.wide : SIDE.usual;
  return Math.min(most, Math.max(16, 16 * Math.ceil(Math.min(width, height) / 16)));
}

/**
 * An estimate of a training's time on so many pixels. Time grows with the pixels and, as convolutions do, with the square of
 * the width.
 */
function secondsOf({ testStep = UNKNOWN_STEP }: Pick<PlanFacts, 'testStep'>, pixels: number, base: number): number {
  return (testStep / 1000) * (pixels / TEST.pixels) * (base / TEST.base) ** 2;
}

function averageOf(steps: number): number {
  const { share, most, least } = AVERAGED;
  return Number((1 - 1 / Math.min(Math.max(share * steps, least), most)).toFixed(4));
}

interface Chosen {
  readonly size: number;
  readonly base: number;
  readonly epochs: number;
  readonly steps: number;
  readonly looks: number;
}

function reasonsOf(facts: PlanFacts, { size, base, epochs, steps, looks }: Chosen): string[] {
  const { width, height, crackWidth, minutes, positives, train } = facts;
  const cracks = crackWidth === undefined ? '' : ` and cracks are about ${Math.max(1, Math.round(crackWidth))} px wide`;
  const empty = train - positives;
  const ofEmpty =
    empty > 0 && positives > 0 ? `, half of them on a crack, for about ${empty} of ${train} images have none` : '';
  const often = looks < 1.5 ? 'about once' : `about ${Math.round(looks)} times`;
  return [
    `The network sees crops of ${size} px at full resolution${ofEmpty || ', half of them on a crack'}: images are ${width} x ${height} px${cracks}.`,
    `Base ${base} in ${epochs} epochs of ${steps} steps is what this machine does in ${inWords(minutes)}.`,
    `It sees every image ${often}, flipped and turned by quarters, which keeps thin cracks sharp; the best epoch by F1 on val is kept, with its best threshold as 0.5.`,
  ];
}

function inWords(minutes: number): string {
  if (minutes === 1) return 'a minute';
  return minutes % 60 === 0 ? `${minutes === 60 ? 'an hour' : `${minutes / 60} hours`}` : `${minutes} minutes`;
}
