import * as z from 'zod';
import { splitRecordSchema } from '../contract-dataset.ts';
import { epochMetricsSchema, trainingConfigSchema, trainingDeviceSchema } from './training.ts';

const count = z.int().nonnegative();
const side = z.object({ images: count, positives: count });

/** A run's `model-card.json`: what its model learned from, how, how well, and where. Unknown things are null. */
export const modelCardSchema = z.object({
  version: z.literal(1),
  /** The run's name. */
  run: z.string(),
  /** What the network finds, and how it is used. */
  model: z.object({
    classes: z.array(z.string()),
    inputSize: z.int(),
    preprocessing: z.string(),
    threshold: z.number(),
  }),
  data: z.object({
    folder: z.string(),
    /** The prepared set's (`preparedSetSchema`). */
    hash: z.string().nullable(),
    train: side,
    val: side,
  }),
  /** How train and val were dealt; null when another program did it. */
  split: splitRecordSchema.nullable(),
  settings: trainingConfigSchema,
  /** All epochs, as in `metrics.jsonl`. */
  epochs: z.array(epochMetricsSchema),
  /** The epoch whose model was kept. */
  best: epochMetricsSchema.nullable(),
  /** Whether it was ended before all its epochs were done. */
  stopped: z.boolean(),
  machine: z.object({
    system: z.string(),
    cpu: z.string(),
    threads: count,
    memoryMib: count,
    device: trainingDeviceSchema,
    /** Why this device; measured names and times among it. */
    deviceReason: z.string(),
    node: z.string(),
    onnxruntime: z.string().nullable(),
    studio: z.string(),
  }),
  time: z.object({
    /** ISO 8601; `started` of the first training, `ended` of the last. */
    started: z.string().nullable(),
    ended: z.string(),
    /** Spent in epochs, s. */
    trainingSeconds: z.number(),
  }),
});
export type ModelCard = z.infer<typeof modelCardSchema>;
