import * as z from 'zod';
import { SETTING_SCHEMAS } from '../training/settings/settings.ts';

/** Settings of one training, by their flag names; defaults are the reference pipeline's (`train_unet`). */
export const trainingConfigSchema = z.object(SETTING_SCHEMAS);

export type TrainingConfig = z.infer<typeof trainingConfigSchema>;

/** A kind of encoder. */
export type Encoder = TrainingConfig['encoder'];

/** A device that ONNX Runtime can run on. */
export type Device = 'cpu' | 'webgpu';

/** What a training has run on: a device of ONNX Runtime's, of TensorFlow's, or of PyTorch's. */
export const trainingDeviceSchema = z.enum([
  'cpu',
  'webgpu',
  'tensorflow-cpu',
  'tensorflow-gpu',
  'pytorch-cpu',
  'pytorch-cuda',
  'pytorch-mps',
]);
export type TrainingDevice = z.infer<typeof trainingDeviceSchema>;

/** What one epoch gave; a line of `metrics.jsonl`. Losses are means over images, Dice and IoU means over val images. */
export const epochMetricsSchema = z.object({
  epoch: z.int(),
  tr_loss: z.number(),
  va_loss: z.number(),
  va_dice: z.number(),
  va_iou: z.number(),
  /** F1 at 0.5 of all val pixels together, of the model as it is saved (calibrated): of crops at native resolution, otherwise at the input's size. */
  va_f1: z.number().optional(),
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
