import * as z from 'zod';
import { setScoresSchema } from './contract-compare.ts';
import { inspectedModelSchema, predictionModeSchema } from './contract-inspect.ts';
import { MODEL_FORMAT_NAMES } from './model-formats.ts';
import { inputModeSchema } from './model-usage.ts';
import { jobSchema } from './schemas/id.ts';

/** A full path on the studio's machine. */
const path = z.string().min(1).max(4096);
const count = z.int().nonnegative();
const split = z.enum(['val', 'train', 'all']);

/** How a model is asked. */
const asking = {
  model: inspectedModelSchema,
  /** A pixel is crack where its probability is above. */
  threshold: z.number().min(0).max(1).default(0.5),
  mode: predictionModeSchema.default('trained'),
  /** The CPU unless asked otherwise: a training may have the graphics card. */
  device: z.enum(['cpu', 'webgpu']).default('cpu'),
};

const pooledSchema = setScoresSchema.shape.pooled;

/** How well a model finds the cracks of labelled images, counted at their own resolution. */
export const modelEvaluationSchema = setScoresSchema.extend({
  split,
  threshold: z.number(),
  mode: inputModeSchema,
  images: count,
  /** The threshold with the best pooled F1 on val, and what it gives; null without a val split. */
  chosen: z
    .object({ threshold: z.number(), pooled: pooledSchema, meanDice: z.number(), meanIou: z.number() })
    .nullable(),
  /** Of each class that the model tells apart; none where it knows but crack. */
  classes: z.array(pooledSchema.extend({ name: z.string(), meanDice: z.number() })),
  /** The worst images, the lowest Dice first. */
  worst: z.array(z.object({ image: z.string(), dice: z.number(), precision: z.number(), recall: z.number() })),
  /** A sentence for each image that could not be counted. */
  problems: z.array(z.string()),
});
export type ModelEvaluation = z.infer<typeof modelEvaluationSchema>;

/** The calls that measure a trained model, have it predict many pictures, and take it elsewhere. All are jobs. */
export const modelCalls = {
  /** `data`: another training folder than the project's. `out`: a folder for `evaluation.json`, `report.md` and `curve.svg`. */
  'model.evaluate': {
    input: z.object({
      ...asking,
      split: split.default('val'),
      data: path.optional(),
      out: path.optional(),
      job: jobSchema,
    }),
    output: modelEvaluationSchema,
  },
  /** Writes `masks/`, `probabilities/` and `overlays/` (with classes also `classes/`) of pictures, or folders of pictures. */
  'model.predict': {
    input: z.object({ ...asking, paths: z.array(path).min(1).max(1000), out: path, job: jobSchema }),
    output: z.object({
      /** Pictures that were predicted. */
      images: count,
      /** A sentence for each that could not be read. */
      problems: z.array(z.string()),
    }),
  },
  /**
   * Labels training images with what the model finds: labels of source `predicted` in the place of those of before; what people drew stays.
   * `images`: their names; without, all that are unlabelled.
   */
  'model.preLabel': {
    input: z.object({ ...asking, images: z.array(z.string().min(1).max(255)).min(1).optional(), job: jobSchema }),
    output: z.object({
      /** Images that the model looked at, and the labels that it made. */
      images: count,
      labels: count,
      /** A sentence for each that it could not label. */
      problems: z.array(z.string()),
    }),
  },
  /** Writes a model for another program, reads it back and compares. `out` is a file, or a folder for what is several. */
  'model.export': {
    input: z.object({
      model: inspectedModelSchema,
      to: z.enum(MODEL_FORMAT_NAMES),
      out: path,
      half: z.boolean().default(false),
      fold: z.boolean().default(false),
      job: jobSchema,
    }),
    output: z.object({
      files: z.array(z.object({ path: z.string(), bytes: count })),
      /** The largest difference of its probabilities from the model's on a test picture. */
      difference: z.number(),
    }),
  },
} as const;
