import * as z from 'zod';
import { EXPOSURE_PROBLEMS } from '../dataset/health/exposure.ts';
import { MAX_PIXELS, MAX_SIDE } from '../labels/shapes/shape.ts';
import { pointSchema } from './point.ts';

/** How often a video is looked at: as often as is worth it, each n-th frame, or once in so many ms. */
export const everySchema = z.union([
  z.literal('auto'),
  z.object({ frames: z.int().positive().max(1e6) }),
  z.object({ ms: z.number().positive().max(1e8) }),
]);
export type Every = z.infer<typeof everySchema>;

/** What an inspection of a video was made with; one that is resumed must be made with the same. */
export const inspectionSettingsSchema = z.object({
  version: z.literal(1),
  video: z.object({ name: z.string(), size: z.int(), modified_ms: z.number(), frames: z.int() }),
  model: z.object({ name: z.string(), sha256: z.string() }),
  roi: z.array(pointSchema).nullable(),
  start_ms: z.number().nullable(),
  end_ms: z.number().nullable(),
  every: everySchema,
  /** A pixel from this probability on is crack, and what hangs together with it down to `low`. */
  threshold: z.number(),
  low: z.number(),
  mode: z.string(),
  min_area_px: z.int(),
  min_length_px: z.int(),
});
export type InspectionSettings = z.infer<typeof inspectionSettingsSchema>;

const momentSchema = z.object({ frame: z.int(), ms: z.number(), time: z.string() });

const side = z.int().positive().max(MAX_SIDE);
const corner = z.int().nonnegative();
/** The smallest box of a crack in the frame, and run lengths of pixels without and with crack in turn, row by row. */
const maskSchema = z
  .object({ x: corner, y: corner, width: side, height: side, runs: z.array(z.int().nonnegative()) })
  .refine(({ width, height, runs }) => runs.reduce((sum, run) => sum + run, 0) === width * height, {
    error: 'the runs of a mask must add up to its width times its height',
  })
  .refine(({ runs }) => runs.some((run, i) => i % 2 === 1 && run > 0), { error: 'a mask holds no crack' });

/** One crack through a video. Places are px of the full frame. */
export const crackEventSchema = z.object({
  id: z.int().positive(),
  class: z.string(),
  begin: momentSchema,
  peak: momentSchema.extend({ score: z.number() }),
  end: momentSchema,
  /** Frames that were looked at and show it. */
  frames_seen: z.int(),
  score_median: z.number(),
  score_max: z.number(),
  /** At the peak. */
  mask: maskSchema,
  /** Measured at the peak, px. */
  length_px: z.number(),
  width_mean_px: z.number(),
  width_max_px: z.number(),
});
export type CrackEvent = z.infer<typeof crackEventSchema>;

/** What a person says of an event: a crack, none, or not to be told. */
export const eventVerdictSchema = z.enum(['true', 'false', 'unsure']);
export type EventVerdict = z.infer<typeof eventVerdictSchema>;

export const remarkSchema = z.string().max(2000);

export const givenVerdictSchema = z.object({
  verdict: eventVerdictSchema,
  by: z.string(),
  at: z.string(),
  /** What the person has to say of it. */
  remark: remarkSchema.optional(),
});
export type GivenVerdict = z.infer<typeof givenVerdictSchema>;

/** `verdicts.json`: by the ids of the events. */
export const verdictsDocumentSchema = z.object({
  version: z.literal(1),
  verdicts: z.record(z.string().regex(/^[1-9]\d*$/), givenVerdictSchema),
});
export type VerdictsDocument = z.infer<typeof verdictsDocumentSchema>;

export const eventsDocumentSchema = z
  .object({
    version: z.literal(1),
    video: z.string(),
    /** Of a frame, px. */
    width: side,
    height: side,
    frames_looked_at: z.int(),
    events: z.array(crackEventSchema),
  })
  .refine(({ width, height }) => width * height <= MAX_PIXELS, { error: 'a frame has more than 2^28 pixels' })
  .refine(
    ({ width, height, events }) =>
      events.every(({ mask }) => mask.x + mask.width <= width && mask.y + mask.height <= height),
    { error: 'a mask reaches out of the frame' },
  );
export type EventsDocument = z.infer<typeof eventsDocumentSchema>;

/** One line of `frames.jsonl`: a frame that was looked at. `score` is the largest probability in the ROI, `same` says that it looks like the one before. */
export const lookSchema = z.object({
  frame: z.int(),
  ms: z.number(),
  score: z.number(),
  cracks: z.int(),
  same: z.literal(true).optional(),
  /** Variance of the Laplacian of what the model was shown; and what kept it from seeing anything. */
  sharpness: z.number().optional(),
  exposure: z.enum(EXPOSURE_PROBLEMS).optional(),
  /** How unsure the model is where it is least sure, bits (`doubtOf`), and the look as a small picture: gray levels in base 36, row by row. */
  doubt: z.number().optional(),
  print: z
    .string()
    .regex(/^[\da-z]{0,256}$/)
    .optional(),
  /** How the picture moved since the look before: a place (x, y) is now at (a x - b y + e, b x + a y + f); null at a cut, left out where it did not. */
  motion: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable().optional(),
});
export type LookRecord = z.infer<typeof lookSchema>;

/** The smallest box of what was taken for a crack in the frame, px, and the run lengths of `maskSchema` as COCO's string. */
export const seenMaskSchema = z
  .object({ x: corner, y: corner, width: side, height: side, rle: z.string().max(2 ** 20) })
  .refine(({ width, height }) => width * height <= MAX_PIXELS, { error: 'a mask has more than 2^28 pixels' });
export type SeenMask = z.infer<typeof seenMaskSchema>;

/** A line with what was taken for cracks, where there was any; most who read looks do not want it. */
export const maskedLookSchema = lookSchema.extend({ masks: z.array(seenMaskSchema).max(10_000).optional() });
export type MaskedLook = z.infer<typeof maskedLookSchema>;

/** What is made of an inspection beside its events. */
export const eventExportsSchema = z.object({
  /** `events.vtt` and `events.ass`; or `annotated.mp4`, H.264, with what was taken for cracks drawn into every frame. */
  annotate: z.enum(['none', 'subtitles', 'video']).optional(),
  /** A clip of each event in `clips/`, its pictures copied as they are. */
  clips: z.boolean().optional(),
  /** The frames of the peaks and their masks in `coco/`. */
  coco: z.boolean().optional(),
  /** Pictures of all peaks on sheets, `sheet-1.png` and so on. */
  sheet: z.boolean().optional(),
});
export type EventExports = z.infer<typeof eventExportsSchema>;
