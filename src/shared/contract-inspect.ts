import * as z from 'zod';
import { roiSchema, sampleOptionsSchema } from './contract-collect.ts';
import { inputModeSchema } from './model-usage.ts';
import { idSchema, jobSchema } from './schemas/id.ts';

const path = z.string().min(1).max(4096);
const side = z.int().positive();

/** Who looks: the model of a run of the project, any model.onnx on the studio's machine, or the one that the studio brings along. */
export const inspectedModelSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), run: z.string().min(1).max(200) }),
  z.object({ kind: z.literal('file'), path }),
  z.object({ kind: z.literal('starter') }),
]);
export type InspectedModel = z.infer<typeof inspectedModelSchema>;

/** What is looked at: a training image of the project, any picture file, or a frame of a video that is open. */
export const inspectedSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('training'), image: z.string().min(1).max(255) }),
  z.object({ kind: z.literal('file'), path }),
  z.object({
    kind: z.literal('frame'),
    video: idSchema,
    frame: z.int().nonnegative(),
    /** As it would be saved: cropped to this ROI (null takes the whole frame), gray, blurred. */
    roi: roiSchema.nullable(),
    options: sampleOptionsSchema.pick({ blur: true, maskOutside: true }).prefault({}),
  }),
]);
export type InspectedSource = z.infer<typeof inspectedSourceSchema>;

/** How a model is shown a picture: as it was trained to see it, or in one way whatever its training. */
export const predictionModeSchema = z.enum(['trained', ...inputModeSchema.options]);
export type PredictionMode = z.infer<typeof predictionModeSchema>;

/** What a model's file says of itself; null where it is silent. */
export const modelFactsSchema = z.object({
  /** Full path. */
  path: z.string(),
  epoch: z.number().nullable(),
  /** Mean Dice over the val images of its training, at threshold 0.5. */
  valDice: z.number().nullable(),
  /** Side of the square that it was trained at, px. */
  inputSize: side,
  /** How it was trained to see pictures. */
  inputMode: inputModeSchema,
  /** The classes that it tells apart; none when it only knows crack. */
  classes: z.array(z.string()),
});
export type ModelFacts = z.infer<typeof modelFactsSchema>;

/** A source as the page shows it. */
export const inspectedPictureSchema = z.object({
  /** Where the page finds it, upright and in a format that Chromium shows. */
  url: z.string(),
  width: side,
  height: side,
  /** Whether it shows what the gray picture of the training was made from, and not that picture itself. */
  original: z.boolean(),
  /** The part that a model is given, px; x2 and y2 are outside. */
  box: z.object({ x1: z.int(), y1: z.int(), x2: z.int(), y2: z.int() }),
  /** Where the page finds the mask that people made, or null. */
  maskUrl: z.string().nullable(),
  /** Where the page finds the ROI that a training image was cropped to, as a mask of its size, or null. */
  roiUrl: z.string().nullable(),
});

/** The calls that let a trained model look at pictures and frames. */
export const inspectCalls = {
  /** Loads a model and says what it is; a file that is no crack model is refused. */
  'inspect.model': { input: z.object({ model: inspectedModelSchema, job: jobSchema }), output: modelFactsSchema },
  /** Looks for pictures on the studio's machine: files, and folders for all pictures in them. */
  'inspect.images': {
    input: z.object({ paths: z.array(path).max(1000) }),
    output: z.object({
      images: z.array(z.object({ path: z.string(), name: z.string(), thumbnailUrl: z.string() })),
      /** One sentence for each path that cannot be read. */
      problems: z.array(z.object({ path: z.string(), problem: z.string() })),
    }),
  },
  'inspect.picture': { input: z.object({ source: inspectedSourceSchema }), output: inspectedPictureSchema },
  /** What a network is given of the source's box: gray, and with a `side` squeezed into a square of so many px. */
  'inspect.input': {
    input: z.object({ source: inspectedSourceSchema, side: side.max(4096).nullable() }),
    output: z.object({ url: z.string() }),
  },
  /** What a model says of the source's box: a picture of the probabilities, 0 to 255, of the box's size. */
  'inspect.predict': {
    input: z.object({
      model: inspectedModelSchema,
      source: inspectedSourceSchema,
      mode: predictionModeSchema.default('trained'),
      job: jobSchema,
    }),
    output: z.object({
      /** Where the page finds the picture. */
      url: z.string(),
      width: side,
      height: side,
      /** Where it finds each pixel's likeliest class but the background, 1 for the first of the model's; null without classes. */
      classesUrl: z.string().nullable(),
      /** The largest probability, 0 to 1. */
      highest: z.number(),
      milliseconds: z.number(),
    }),
  },
} as const;
