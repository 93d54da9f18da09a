import type { Command } from 'commander';
import { usageError } from '../shared/errors.ts';
import { type TrainingConfig, trainingConfigSchema } from '../shared/schemas/training.ts';
import { numeral } from './arguments.ts';

type Setting = keyof TrainingConfig;

/** The settings of a training by their names in `config.json`: what stands for the value, and what it is. */
const FLAGS: Record<string, [Setting, string, string][]> = {
  'Options:': [
    ['epochs', 'n', 'passes over the train split'],
    ['batch', 'n', 'images that go through the network at once'],
    ['size', 'px', 'side of the network input, a multiple of 16, with resnet34 of 32'],
    ['base', 'n', 'channels of the first level; with resnet34 of the last one of the decoder'],
    ['encoder', 'name', "plain, the reference's, or resnet34"],
    ['classes', 'names', 'classes to tell apart, with commas between; without it all labels are learned as one'],
    ['encoderWeights', 'file', 'what resnet34 starts from: a .pth, .pt or .safetensors as torchvision has it'],
    ['lr', 'rate', 'learning rate of Adam'],
    ['seed', 'n', 'seed of weights, sampling and augmentation'],
    ['engine', 'name', 'onnx, or tensorflow where its native library is installed'],
    ['device', 'name', 'of onnx: auto, cpu or webgpu'],
    ['workers', 'n', 'threads that prepare batches'],
    ['input', 'how', 'what the network is shown: resize (whole images) or tile (crops at native resolution)'],
    ['maskReduction', 'how', 'resize: masks by the nearest pixel, or cover, which keeps cracks thinner than a pixel'],
  ],
  'Optimiser:': [
    ['schedule', 'name', 'learning rate: constant, cosine (to 0 at the last epoch) or plateau'],
    ['warmup', 'epochs', 'epochs in which the learning rate rises to its full'],
    ['plateauEpochs', 'n', 'plateau: epochs without a better val Dice before the rate falls'],
    ['plateauFactor', 'factor', 'plateau: what the rate is multiplied with'],
    ['patience', 'n', 'end after so many epochs without a better val Dice; 0 never'],
    ['weightDecay', 'rate', 'decoupled weight decay (AdamW), not of biases and batch norms'],
    ['accumulate', 'n', 'batches whose gradients are averaged for one step'],
  ],
  'Loss (a weighted sum):': [
    ['lossBce', 'weight', 'binary cross entropy'],
    ['lossDice', 'weight', 'soft Dice'],
    ['lossFocal', 'weight', 'focal loss'],
    ['lossTversky', 'weight', 'Tversky loss'],
    ['focalGamma', 'gamma', 'focal: how much less a pixel counts that is right already'],
    ['tverskyAlpha', 'alpha', 'Tversky: what a false crack pixel costs'],
    ['tverskyBeta', 'beta', 'Tversky: what a missed crack pixel costs'],
  ],
  'Augmentation (0 turns each off):': [
    ['flip', 'p', 'probability of each of the two flips'],
    ['contrast', 'share', 'gray times 1 ± this'],
    ['brightness', 'share', 'gray plus 128 times ± this'],
    ['blur', 'p', 'probability of a 3x3 Gaussian blur'],
    ['rotation', 'degrees', 'turned by up to ± this, at most 15'],
    ['elastic', 'percent', 'deformed by up to this share of the side, at most 4'],
  ],
};

const DEFAULTS = trainingConfigSchema.parse({});

/** The names of all settings, in the order of the help. */
export const SETTINGS = Object.keys(DEFAULTS) as Setting[];

/** Gives the command a flag for every setting of a training. */
export function withTrainingFlags(command: Command): Command {
  for (const [heading, flags] of Object.entries(FLAGS)) {
    command.optionsGroup(heading);
    for (const [setting, value, description] of flags) {
      const parse = setting === 'classes' ? namesIn : numeral;
      command.option(`${flagOf(setting)} <${value}>`, description, parse, DEFAULTS[setting]);
    }
  }
  return command.optionsGroup('Options:');
}

function namesIn(text: string): string[] {
  return text.trim() === '' ? [] : text.split(',').map(name => name.trim());
}

/** `weightDecay` -> `--weight-decay` */
export function flagOf(setting: string): string {
  return `--${setting.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
}

/** The settings among a command's flags. Throws a StudioError that names the flag of a value that cannot be. */
export function parseTrainingFlags(flags: Record<string, unknown>): TrainingConfig {
  const parsed = trainingConfigSchema.safeParse(flags);
  if (parsed.success) return parsed.data;
  const setting = parsed.error.issues[0].path[0] as Setting;
  throw usageError(
    `${flagOf(setting)} wants ${trainingConfigSchema.shape[setting].description}, not "${flags[setting]}".`,
  );
}
