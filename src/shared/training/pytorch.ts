import type { TrainingConfig } from '../schemas/training.ts';
import { keysOf } from '../table.ts';
import { SETTINGS, type SettingName } from './settings/settings.ts';

/** What `assets/pytorch/studio_train.py` takes of each setting, null for any; its `KNOWN` says the same. */
export const PYTORCH_KNOWS: { readonly [K in SettingName]: readonly TrainingConfig[K][] | null } = {
  epochs: null,
  recipe: null,
  minutes: [0],
  steps: null,
  batch: null,
  size: null,
  base: null,
  encoder: ['plain', 'resnet34'],
  classes: null,
  encoderWeights: [''],
  from: [''],
  lr: null,
  seed: null,
  engine: null,
  device: null,
  workers: null,
  schedule: ['constant', 'cosine', 'plateau'],
  warmup: null,
  plateauEpochs: null,
  plateauFactor: null,
  patience: null,
  keep: ['dice'],
  calibration: ['none'],
  weightDecay: null,
  clipNorm: null,
  ema: null,
  accumulate: null,
  lossBce: null,
  lossDice: null,
  dice: ['image', 'batch'],
  lossFocal: null,
  lossTversky: null,
  focalGamma: null,
  tverskyAlpha: null,
  tverskyBeta: null,
  flip: null,
  contrast: null,
  brightness: null,
  blur: null,
  rotation: null,
  elastic: null,
  scale: null,
  quarterTurn: null,
  gamma: null,
  noise: null,
  lowResolution: [0],
  input: ['resize', 'tile'],
  crackCrops: null,
  maskReduction: ['nearest', 'cover'],
};

/** Why the PyTorch engine cannot train by these settings: a sentence; undefined when it can. */
export function pytorchObjection(config: TrainingConfig): string | undefined {
  const unknown = keysOf(PYTORCH_KNOWS).find(name => {
    const known: readonly unknown[] | null = PYTORCH_KNOWS[name];
    return !(known?.includes(config[name]) ?? true);
  });
  if (unknown === undefined) return undefined;
  const { field } = SETTINGS[unknown];
  return `The PyTorch engine does not know ${field?.label ?? unknown} ${JSON.stringify(config[unknown])}: leave it as it was, or train with the engine onnx.`;
}
