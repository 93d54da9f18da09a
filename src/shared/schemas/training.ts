import { z } from 'zod';
import { BACKGROUND } from '../model-usage.ts';
import { recipeShape } from './recipe.ts';

/**
 * Settings of one training, by their flag names; defaults are the reference pipeline's (`train_unet`). A description says
 * what a value may be, for the sentence that refuses another.
 */
export const trainingConfigSchema = z.object({
  /** Passes over the train split. */
  epochs: z.int().min(1).max(10_000).default(30).describe('a whole number between 1 and 10000'),
  /** Images per optimiser step, times `accumulate`. */
  batch: z.int().min(1).max(1024).default(16).describe('a whole number between 1 and 1024'),
  /** Side of the square network input, px; a multiple of 16, with some encoders of more (`shared/training/encoders.ts`). */
  size: z.int().min(16).max(4096).multipleOf(16).default(512).describe('a multiple of 16 between 16 and 4096'),
  /** Width of the first level; the five levels have base · {1, 2, 4, 8, 16} channels. With resnet34: of the decoder alone. */
  base: z.int().min(1).max(256).default(32).describe('a whole number between 1 and 256'),
  /** The half of the network that looks: the reference's, or a ResNet-34 (`workers/nn/resnet34-unet.ts`). */
  encoder: z.enum(['plain', 'resnet34']).default('plain').describe('plain or resnet34'),
  /** The classes that are told apart, in the order of the network's channels; none learns every label as crack. */
  classes: z
    .array(
      z
        .string()
        .trim()
        .min(1)
        .max(100)
        .regex(/^[^,]+$/),
    )
    .max(32)
    .refine(names => !names.includes(BACKGROUND) && new Set(names).size === names.length)
    .readonly()
    .default([])
    .describe(`at most 32 different names of classes with commas between, none of them "${BACKGROUND}"`),
  /** A file with the weights that the encoder starts from, as torchvision has them; '' starts from random ones. */
  encoderWeights: z.string().max(4096).default('').describe('the path of a .pth, .pt or .safetensors file'),
  /** Adam's learning rate; `schedule` says what becomes of it. */
  lr: z.number().positive().max(10).default(1e-3).describe('a number above 0 and up to 10'),
  /** Seeds initial weights, sampling and augmentation. */
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(42)
    .describe('a whole number between 0 and 4294967295'),
  /** What computes: ONNX Runtime, which is always there, or TensorFlow where its native library is installed. */
  engine: z.enum(['onnx', 'tensorflow']).default('onnx').describe('onnx or tensorflow'),
  /** Where ONNX Runtime trains; `auto` measures and says why. TensorFlow chooses by itself. */
  device: z.enum(['auto', 'cpu', 'webgpu']).default('auto').describe('auto, cpu or webgpu'),
  /** Threads that augment batches while the device computes; 0 augments between steps. */
  workers: z.int().min(0).max(64).default(1).describe('a whole number between 0 and 64'),
  ...recipeShape,
});

export type TrainingConfig = z.infer<typeof trainingConfigSchema>;

/** A kind of encoder. */
export type Encoder = TrainingConfig['encoder'];

/** A device that ONNX Runtime can run on. */
export type Device = 'cpu' | 'webgpu';

/** What a training has run on: a device of ONNX Runtime's, or of TensorFlow's. */
export const trainingDeviceSchema = z.enum(['cpu', 'webgpu', 'tensorflow-cpu', 'tensorflow-gpu']);
export type TrainingDevice = z.infer<typeof trainingDeviceSchema>;

/** What one epoch gave; a line of `metrics.jsonl`. Losses are means over images, Dice and IoU means over val images. */
export const epochMetricsSchema = z.object({
  epoch: z.int(),
  tr_loss: z.number(),
  va_loss: z.number(),
  va_dice: z.number(),
  va_iou: z.number(),
  /** Of a network that tells classes apart: each one's mean Dice; `va_dice` and `va_iou` are then means over the classes, too. */
  va_dice_by_class: z.record(z.string(), z.number()).optional(),
  /** The learning rate of the epoch's last step. */
  lr: z.number(),
  seconds: z.number(),
  images_per_second: z.number(),
  /** The share of the steps' time for which they waited for their batches, 0 to 1. */
  data_wait: z.number().default(0),
  device: z.string(),
  /** Peak resident memory of the training process, MiB. */
  peak_memory_mib: z.number(),
});

export type EpochMetrics = z.infer<typeof epochMetricsSchema>;

/** The epochs of a `metrics.jsonl`; a line that a crash broke off is passed over. */
export function parseMetrics(text: string): EpochMetrics[] {
  return text.split('\n').flatMap(line => {
    try {
      return [epochMetricsSchema.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}
