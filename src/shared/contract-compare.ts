import * as z from 'zod';

const pair = <T extends z.ZodType>(of: T) => z.tuple([of, of]);

/** The second run less the first, and the 95 % bootstrap interval over images. */
const differenceSchema = z.object({ difference: z.number(), low: z.number(), high: z.number() });

/** Scores of several images together. */
export const setScoresSchema = z.object({
  /** Over all pixels of all images together. */
  pooled: z.object({ precision: z.number(), recall: z.number(), f1: z.number(), iou: z.number() }),
  /** The same with a tolerance of 2 px. */
  tolerant: z.object({ precision: z.number(), recall: z.number(), f1: z.number() }),
  meanDice: z.number(),
  meanIou: z.number(),
});

/** Two runs side by side; every pair is in the order of the runs, every difference the second less the first. */
export const runComparisonSchema = z.object({
  names: pair(z.string()),
  /** The settings that differ; null where a run has none of that name. */
  settings: z.array(z.object({ name: z.string(), values: pair(z.json()) })),
  scores: pair(setScoresSchema),
  meanDice: differenceSchema,
  pooledF1: differenceSchema,
  /** Dice of every image, the largest difference first. */
  images: z.array(z.object({ image: z.string(), dice: pair(z.number()), difference: z.number() })),
  /** What a reader must know about the choice of images, a sentence each. */
  notes: z.array(z.string()),
  /** What the differences allow to say, in one sentence. */
  verdict: z.string(),
});
export type RunComparison = z.infer<typeof runComparisonSchema>;
