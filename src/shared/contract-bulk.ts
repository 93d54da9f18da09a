import * as z from 'zod';
import { bulkEditSchema } from './labels/bulk-edits.ts';
import { classChangeSchema } from './labels/class-changes.ts';
import { idSchema, jobSchema } from './schemas/id.ts';
import { labelIdSchema } from './schemas/label.ts';

const images = z.array(z.string().min(1).max(255)).min(1).max(200_000);
const count = z.int().nonnegative();

/** Over so many images labels are carried at once, at most. */
export const MOST_CARRIED = 1000;

/** What was done to many images at once. */
const doneSchema = z.object({
  /** By which it is taken back; null when there was nothing to do. */
  id: idSchema.nullable(),
  /** In words. */
  what: z.string(),
  /** How many images it changed. */
  images: count,
  /** Images that were left alone, for their labels are damaged. */
  left: z.array(z.string()),
});
export type BulkDone = z.infer<typeof doneSchema>;

const undoneSchema = z.object({
  what: z.string(),
  images: count,
  /** Images that somebody has worked on since, or that are gone: they stay as they are. */
  left: z.array(z.string()),
});
export type BulkUndone = z.infer<typeof undoneSchema>;

/** The calls that change many images, or the classes, at once: each is one step that can be undone, after a restart as well. */
export const bulkCalls = {
  /** Renames, recolours, merges or deletes a class; its labels follow in every image. */
  'bulk.classes': { input: z.object({ change: classChangeSchema, job: jobSchema }), output: doneSchema },
  /** Verifies images, or gives their labels another class. */
  'bulk.edit': { input: z.object({ images, edit: bulkEditSchema, job: jobSchema }), output: doneSchema },
  /**
   * Carries labels of an image (all that a person made without `labels`, their ids) on over `steps` images of its video, backwards where that is
   * negative, as predicted ones that nobody has looked at; into no image in which a person has labelled.
   */
  'bulk.carry': {
    input: z.object({
      from: z.string().min(1).max(255),
      labels: z.array(labelIdSchema).min(1).max(10_000).optional(),
      steps: z
        .int()
        .min(-MOST_CARRIED)
        .max(MOST_CARRIED)
        .refine(steps => steps !== 0, { error: 'labels are carried over one image or more' }),
      job: jobSchema,
    }),
    output: doneSchema,
  },
  /** Takes images, with all that is known of them, out of the training set and its split, into the trash. */
  'bulk.remove': { input: z.object({ images, job: jobSchema }), output: doneSchema },
  /** What `bulk.undo` would take back without an id; null when there is nothing. */
  'bulk.last': {
    input: z.object({}),
    output: z.object({ last: z.object({ id: idSchema, what: z.string(), at: z.string() }).nullable() }),
  },
  'bulk.undo': { input: z.object({ id: idSchema.optional(), job: jobSchema }), output: undoneSchema },
} as const;

export const bulkEvents = {
  /** Many images, or the classes, were changed at once, in this window or another. */
  'bulk.changed': z.object({}),
} as const;
