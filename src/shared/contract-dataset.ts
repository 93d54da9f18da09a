import * as z from 'zod';
import { findingSchema } from './dataset/health/findings.ts';
import { SEEDS } from './random.ts';
import { jobSchema } from './schemas/id.ts';
import { imageStateSchema, verdictSchema } from './schemas/label.ts';

const count = z.int().nonnegative();

/** One side of the split. */
const sideSchema = z.object({ images: count, positives: count });

/** At least so many images with cracks validate; `auto`: as many as the set can spare (`valQuota`). */
const minValPosSchema = z.union([count, z.literal('auto')]);

/** How a split was made, kept beside its lists as `splits/split.json`. */
export const splitRecordSchema = z.object({
  /** `file` deals every frame alone; `video` keeps neighbours in time on one side. */
  group: z.enum(['file', 'video']),
  valRatio: z.number(),
  minValPos: minValPosSchema,
  seed: count,
  /** When it was made, ISO 8601. */
  at: z.string(),
});
export type SplitRecord = z.infer<typeof splitRecordSchema>;

/** What the reference guide advises, and whether the data follow it. */
const adviceSchema = z.object({
  id: z.string(),
  /** `advice`: training works, but would be better otherwise; `problem`: it cannot work. */
  state: z.enum(['good', 'advice', 'problem']),
  title: z.string(),
  /** In one sentence: what was found, and what to do. */
  text: z.string(),
});
export type Advice = z.infer<typeof adviceSchema>;

export const datasetSummarySchema = z.object({
  images: count,
  states: z.record(imageStateSchema, count),
  /** What reviews said, of all images; the others have had none. */
  reviews: z.record(verdictSchema, count),
  /** Images that will train and validate: the verified ones, or all (`settings.trainUnverified`). */
  eligible: count,
  /** Of the eligible. */
  positives: count,
  /** Pixels of the eligible images, and those of them marked as crack. */
  pixels: count,
  crackPixels: count,
  split: z
    .object({
      train: sideSchema,
      val: sideSchema,
      /** Neighbours in time of val images, on neither side. */
      leftOut: count,
      /** Null when another program made the lists. */
      record: splitRecordSchema.nullable(),
      /** How many eligible images it does not know, or names that are not eligible any more. */
      changed: count,
    })
    .nullable(),
  advice: z.array(adviceSchema),
});
export type DatasetSummary = z.infer<typeof datasetSummarySchema>;

/** What a check of all images and labels found. */
export const datasetHealthSchema = z.object({
  /** Images that were looked at. */
  images: count,
  classes: z.array(z.object({ name: z.string(), images: count, labels: count, pixels: count })),
  /** The most suspicious first. */
  findings: z.array(findingSchema),
});
export type DatasetHealth = z.infer<typeof datasetHealthSchema>;

/** How images are dealt to train and val; as the reference pipeline does (`prep_dataset`), except that small sets keep most of their cracks in train. */
export const prepareInputSchema = z.object({
  valRatio: z.number().min(0).max(0.9).default(0.1),
  minValPos: minValPosSchema.default('auto'),
  seed: z.int().min(SEEDS.min).max(SEEDS.max).default(SEEDS.default),
  /** By default `video` when any name carries a time. */
  group: z.enum(['file', 'video']).optional(),
  job: jobSchema,
});

/** The calls about the images that a training learns from. */
export const datasetCalls = {
  /** Counts and advises; reads every mask that has changed since the last time. */
  'dataset.summary': {
    input: z.object({ job: jobSchema }),
    output: datasetSummarySchema,
  },
  /** Of the eligible images, those that teach little: blurred ones, and ones that show what another shows. Reads all. */
  'dataset.likeness': {
    input: z.object({ job: jobSchema }),
    output: z.object({
      blurred: z.array(z.string()),
      /** `of`: the image that it is like. */
      duplicates: z.array(z.object({ name: z.string(), of: z.string() })),
    }),
  },
  /**
   * Looks for what could spoil a training: duplicates, leakage, bad exposure, labels that cover nothing, disagreement.
   * `run`: also asks the model of that run; `against`: also compares with another annotator's project or training folder.
   */
  'dataset.check': {
    input: z.object({
      run: z.string().min(1).max(200).optional(),
      against: z.string().min(1).max(4096).optional(),
      job: jobSchema,
    }),
    output: datasetHealthSchema,
  },
  /** Cleans the masks and deals the eligible images to train and val. */
  'dataset.prepare': { input: prepareInputSchema, output: datasetSummarySchema },
} as const;
