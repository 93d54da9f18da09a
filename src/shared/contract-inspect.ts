import { z } from 'zod';

/** The calls that let a trained model look at images. */
export const inspectCalls = {
  /** What a run's model says of an image of the project: a picture of the probabilities, 0 to 255, of the image's size. */
  'inspect.predict': {
    input: z.object({
      run: z.string().min(1).max(200),
      image: z.string().min(1).max(255),
      job: z.string().min(1).max(64).optional(),
    }),
    output: z.object({
      /** Where the page finds the picture. */
      url: z.string(),
      width: z.int().positive(),
      height: z.int().positive(),
      /** The largest probability, 0 to 1. */
      highest: z.number(),
      /** Where the page finds the mask that people made, or null. */
      maskUrl: z.string().nullable(),
      milliseconds: z.number(),
    }),
  },
} as const;
