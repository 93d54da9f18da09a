import * as z from 'zod';
import { type Label, labelSchema } from '../labels/shapes/shapes.ts';
import { foreignSchema } from './foreign.ts';
import type { Migrations } from './migrate.ts';
import { type Point, pointSchema } from './point.ts';

export { type Label, labelSchema, type Point, pointSchema };

/** How far a person is with an image; verified without labels means that there is no crack. */
export const imageStateSchema = z.enum(['unlabelled', 'in progress', 'verified']);

/** Something to look at again, pinned to a place of the image. */
export const remarkSchema = z.object({ at: pointSchema, text: z.string().trim().min(1).max(2000) });
export type Remark = z.infer<typeof remarkSchema>;

/** `approved`; `returned`: to be done again, as the remarks say; `answered`: done again, and to be looked at once more. */
export const verdictSchema = z.enum(['approved', 'returned', 'answered']);
export type Verdict = z.infer<typeof verdictSchema>;

/** What a second pair of eyes made of an image. */
export const reviewSchema = z
  .object({
    verdict: verdictSchema,
    remarks: z.array(remarkSchema).max(1000),
    /** When (ISO 8601), and who. */
    at: z.string(),
    by: z.string(),
  })
  .refine(({ verdict, remarks }) => verdict !== 'returned' || remarks.length > 0, {
    error: 'an image is sent back with at least one remark',
  });
export type Review = z.infer<typeof reviewSchema>;

/** What is known of one frame. Later labels paint over earlier ones. */
export const frameLabelsSchema = z.object({ state: imageStateSchema, labels: z.array(labelSchema) });
export type FrameLabels = z.infer<typeof frameLabelsSchema>;

/** Labels of a whole video in full-frame px, by the decode index of the frame. */
export const videoLabelsSchema = z.object({
  version: z.literal(1),
  video: z.string(),
  /** Size of the frames, px. */
  width: z.int().positive(),
  height: z.int().positive(),
  frames: z.array(frameLabelsSchema.extend({ frame: z.int().nonnegative() })),
});
export type VideoLabels = z.infer<typeof videoLabelsSchema>;

/** Names a label within its image for as long as it lives; whoever adds the label makes it up. */
export const labelIdSchema = z
  .string()
  .regex(/^[\w-]{1,64}$/, { error: 'a label id is up to 64 letters, digits, _ or -' });

/** A label of an image: it can be told from its neighbours. */
export const imageLabelSchema = z.intersection(labelSchema, z.object({ id: labelIdSchema }));
export type ImageLabel = z.infer<typeof imageLabelSchema>;

/** The format of `labels/<image>.json`, and how older ones become it (none yet). */
export const LABEL_MIGRATIONS: Migrations = { current: 1, steps: {} };

/** `labels/<image>.json`: what is known of one training image, in px of that image. Later labels paint over earlier ones. */
export const labelDocumentSchema = z.object({
  version: z.literal(LABEL_MIGRATIONS.current),
  /** File name in `images/`. */
  image: z.string().min(1),
  /** Size of the image, px. */
  width: z.int().positive(),
  height: z.int().positive(),
  /** How often the document was changed; a change is only taken if it was made from the newest revision. */
  revision: z.int().nonnegative(),
  state: imageStateSchema,
  labels: z.array(imageLabelSchema).refine(labels => new Set(labels.map(({ id }) => id)).size === labels.length, {
    error: 'two labels bear the same id',
  }),
  /** Absent as long as nobody else has looked at it, and again when its labels change after it was approved. */
  review: reviewSchema.optional(),
  /** What the image had in another tool's file beside its labels. */
  foreign: foreignSchema.optional(),
  /** The last change: when (ISO 8601) and by whom; null when there was none. */
  changed: z.object({ at: z.string(), by: z.string() }).nullable(),
});
export type LabelDocument = z.infer<typeof labelDocumentSchema>;

/** Of an image of which nothing is known yet. */
export function newDocument(image: Pick<LabelDocument, 'image' | 'width' | 'height'>): LabelDocument {
  return { version: 1, ...image, revision: 0, state: 'unlabelled', labels: [], changed: null };
}

/** A training image in a list. */
export const imageSummarySchema = z.object({
  /** File name in `images/`. */
  name: z.string(),
  /** Size of the image file, and when it was last written (ms since 1970): together they tell a picture from an older one. */
  bytes: z.number(),
  mtime: z.number(),
  state: imageStateSchema,
  review: verdictSchema.nullable(),
  /** How many labels it has; a mask of another tool is not counted before the image is opened. */
  labels: z.int().nonnegative(),
  /** How many are of each class. */
  classes: z.record(z.string(), z.int().positive()),
  /** How many a model made. */
  predicted: z.int().nonnegative(),
  /** About how many pixels they cover, counted for each label. */
  crackPx: z.number().nonnegative(),
  /** Its place among those that a model labelled ahead, the one that would teach it most at 0. */
  teaches: z.int().nonnegative().optional(),
});
export type ImageSummary = z.infer<typeof imageSummarySchema>;
