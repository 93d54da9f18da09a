import type { TrainingConfig } from '../../shared/schemas/training.ts';

/** The settings that are numbers. */
export type NumberSetting = {
  [K in keyof TrainingConfig]: TrainingConfig[K] extends number ? K : never;
}[keyof TrainingConfig];

export interface NumberField {
  readonly key: NumberSetting;
  readonly label: string;
  readonly hint: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Digits after the point; whole numbers without. */
  readonly digits?: number;
}

const share = { min: 0, max: 1, step: 0.05, digits: 4 };
const weight = { min: 0, max: 1000, step: 0.1, digits: 4 };
const count = { min: 1, max: 10_000, step: 1 };

/** How large the network is and how long it learns. */
export const BASIC: readonly NumberField[] = [
  { key: 'epochs', label: 'Epochs', hint: 'passes over the images', ...count },
  { key: 'batch', label: 'Batch', hint: 'images a step', min: 1, max: 1024, step: 1 },
  { key: 'size', label: 'Input size', hint: 'px, a multiple of 16 (ResNet-34: 32)', min: 16, max: 4096, step: 16 },
  { key: 'base', label: 'Base', hint: 'width of the network', min: 1, max: 256, step: 4 },
  { key: 'lr', label: 'Learning rate', hint: 'of Adam', min: 1e-7, max: 10, step: 1e-4, digits: 7 },
  { key: 'seed', label: 'Seed', hint: 'same seed, same run', min: 0, max: 2 ** 31, step: 1 },
  { key: 'workers', label: 'Threads', hint: 'that prepare batches', min: 0, max: 64, step: 1 },
];

export const OPTIMISER: readonly NumberField[] = [
  { key: 'warmup', label: 'Warm-up', hint: 'epochs to the full rate', min: 0, max: 10_000, step: 1, digits: 2 },
  { key: 'patience', label: 'Patience', hint: 'epochs; 0 trains to the end', min: 0, max: 10_000, step: 1 },
  { key: 'weightDecay', label: 'Weight decay', hint: 'AdamW', min: 0, max: 1, step: 0.001, digits: 7 },
  { key: 'accumulate', label: 'Accumulate', hint: 'batches a step', min: 1, max: 1024, step: 1 },
];

/** Only of the schedule `plateau`. */
export const PLATEAU: readonly NumberField[] = [
  { key: 'plateauEpochs', label: 'Plateau', hint: 'epochs without a better Dice', ...count },
  {
    key: 'plateauFactor',
    label: 'Factor',
    hint: 'the rate is times this',
    min: 0.0001,
    max: 0.9999,
    step: 0.1,
    digits: 4,
  },
];

export const LOSS: readonly NumberField[] = [
  { key: 'lossBce', label: 'Cross entropy', hint: 'weight', ...weight },
  { key: 'lossDice', label: 'Dice', hint: 'weight', ...weight },
  { key: 'lossFocal', label: 'Focal', hint: 'weight', ...weight },
  { key: 'focalGamma', label: 'Gamma', hint: 'of focal', min: 0, max: 10, step: 0.5, digits: 4 },
  { key: 'lossTversky', label: 'Tversky', hint: 'weight', ...weight },
  { key: 'tverskyAlpha', label: 'Alpha', hint: 'a false crack pixel', ...share },
  { key: 'tverskyBeta', label: 'Beta', hint: 'a missed crack pixel', ...share },
];

export const AUGMENTATION: readonly NumberField[] = [
  { key: 'flip', label: 'Flips', hint: 'probability of each', ...share },
  { key: 'contrast', label: 'Contrast', hint: '1 ± this', ...share },
  { key: 'brightness', label: 'Brightness', hint: '± this share of 128', ...share },
  { key: 'blur', label: 'Blur', hint: 'probability', ...share },
  { key: 'rotation', label: 'Rotation', hint: '± degrees, up to 15', min: 0, max: 15, step: 1, digits: 2 },
  { key: 'elastic', label: 'Elastic', hint: '± % of the side, up to 4', min: 0, max: 4, step: 0.5, digits: 2 },
];
