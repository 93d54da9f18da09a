import * as z from 'zod';
import { roiSchema } from './contract-collect.ts';
import { inspectedModelSchema, predictionModeSchema } from './contract-inspect.ts';
import {
  crackEventSchema,
  eventExportsSchema,
  eventVerdictSchema,
  everySchema,
  givenVerdictSchema,
  inspectionSettingsSchema,
  remarkSchema,
  seenMaskSchema,
} from './schemas/inspection.ts';

const ms = z.number().nonnegative();
const name = z.string().min(1).max(255);
const px = z.int().positive().max(1e9);

/** An inspection of the project: `inspections/<video>/<time>/`. */
export const inspectionIdSchema = z.object({ video: name, time: name });
export type InspectionId = z.infer<typeof inspectionIdSchema>;

const inspectionRowSchema = inspectionIdSchema.extend({
  /** The video's file, without its folder. */
  file: z.string(),
  model: z.string(),
  threshold: z.number(),
  /** How many cracks it found; null while it has not come to its end. */
  events: z.int().nullable(),
});
export type InspectionRow = z.infer<typeof inspectionRowSchema>;

/** A crack as the page shows it: without the pixels of its mask. */
const shownEventSchema = crackEventSchema.omit({ mask: true }).extend({
  /** Where the page finds the picture of the peak, or null when there is none. */
  pictureUrl: z.string().nullable(),
  verdict: givenVerdictSchema.nullable(),
});
export type ShownEvent = z.infer<typeof shownEventSchema>;

/** Where the video lies, when not in the project: full path. */
const fileSchema = z.string().min(1).max(4096).optional();

export const askedFrameSchema = z.object({
  frame: z.int(),
  ms: z.number(),
  score: z.number(),
  /** How unsure the model is, bits; and whether it takes something in the frame for a crack. */
  doubt: z.number(),
  kind: z.enum(['crack', 'empty']),
});

const placeSchema = z.object({ frame: z.int(), ms: z.number() });

const sidesSchema = z.tuple([z.array(z.int()), z.array(z.int())]);
/** Ids of events: `both` holds the groups that are the same crack, which one inspection may have found in several parts. */
export const comparisonSchema = z.object({ both: z.array(sidesSchema), alone: sidesSchema });

/** The calls that inspect whole videos and review what was found. They work on the project that is open. */
export const inspectionCalls = {
  /**
   * Finds every crack of a video once; a job that tells the seconds of video that are done. One at a time. `resume`: the `time` of an
   * inspection of this video: one that did not come to its end goes on with its own settings, and the others are not looked at.
   * Of one that did, what is asked for beside its events is made.
   */
  'inspections.start': {
    input: z.object({
      model: inspectedModelSchema,
      /** Full path. */
      video: z.string().min(1).max(4096),
      resume: name.optional(),
      /** Null takes the whole frame. Default: the ROI that the project knows for this video. */
      roi: roiSchema.nullable().optional(),
      startMs: ms.optional(),
      endMs: ms.optional(),
      every: everySchema.default('auto'),
      /** Default: the model's own. */
      threshold: z.number().min(0.01).max(0.99).optional(),
      mode: predictionModeSchema.default('trained'),
      minAreaPx: px.optional(),
      minLengthPx: px.optional(),
      ...eventExportsSchema.shape,
      device: z.enum(['cpu', 'webgpu']).default('cpu'),
      job: z.string().min(1).max(64).optional(),
    }),
    output: inspectionIdSchema,
  },
  /**
   * Inspects a video as fmvs_inspector does, to the bit: a line in its log and, if wanted, its two pictures for every frame in which it
   * boxes a crack, in `inspections/reference/` of the project; a job, one at a time with `start`. Model null: its way without one, by black-hats.
   */
  'inspections.reference': {
    input: z.object({
      model: inspectedModelSchema.nullable(),
      /** Full path. */
      video: z.string().min(1).max(4096),
      /** Null takes the whole frame. Default: the ROI that the project knows for this video. */
      roi: roiSchema.nullable().optional(),
      startMs: ms.optional(),
      endMs: ms.optional(),
      /** Default: the reference's. */
      threshold: z.number().min(0.01).max(0.99).optional(),
      pictures: z.boolean().default(true),
      device: z.enum(['cpu', 'webgpu']).default('cpu'),
      job: z.string().min(1).max(64).optional(),
    }),
    /** `lines`: how many of the frames show a crack. */
    output: z.object({ log: z.string(), frames: z.int(), lines: z.int() }),
  },
  /** All of the project, the latest first, and the job of the one that runs. */
  'inspections.list': {
    input: z.object({}),
    output: z.object({ inspections: z.array(inspectionRowSchema), running: z.string().nullable() }),
  },
  /** What an inspection that came to its end found, and what people said of it; `curve`: the largest probability through the video. */
  'inspections.read': {
    input: inspectionIdSchema,
    output: z.object({
      settings: inspectionSettingsSchema,
      events: z.array(shownEventSchema),
      curve: z.array(z.tuple([z.int(), z.number(), z.number()])),
    }),
  },
  /** Keeps what a person says of an event, with the name and the time; null takes it back. Without a remark that of before stays. */
  'inspections.judge': {
    input: inspectionIdSchema.extend({
      event: px,
      verdict: eventVerdictSchema.nullable(),
      remark: remarkSchema.optional(),
    }),
    output: z.object({ verdict: givenVerdictSchema.nullable() }),
  },
  /**
   * Saves the frame in which an event shows best and labels it as its verdict says: true, its mask as labels for a person to look at; false, verified
   * without labels unless another crack may be in it. Or saves a frame as it is. Gives the training image; what is there already is not saved twice.
   */
  'inspections.keep': {
    input: inspectionIdSchema.extend({
      what: z.union([z.object({ event: px }), z.object({ frame: z.int().nonnegative() })]),
      file: fileSchema,
      job: z.string().min(1).max(64).optional(),
    }),
    output: z.object({ image: z.string() }),
  },
  /** The frames of an inspection that teach a model most and are not in the dataset, the best first. */
  'inspections.askNext': {
    input: inspectionIdSchema.extend({ count: z.int().positive().max(1000).default(20) }),
    output: z.object({ frames: z.array(askedFrameSchema) }),
  },
  /** What the model took for cracks in a frame, and the frames around it that were looked at; `masks` is null where it was not looked at. */
  'inspections.look': {
    input: inspectionIdSchema.extend({ frame: z.int().nonnegative() }),
    output: z.object({
      /** Of a frame, px. */
      width: px,
      height: px,
      masks: z.array(seenMaskSchema).nullable(),
      before: placeSchema.nullable(),
      after: placeSchema.nullable(),
    }),
  },
  /** Which cracks two inspections of one video found both, in groups of events that are the same crack, and which one alone. */
  'inspections.compare': {
    input: z.object({ first: inspectionIdSchema, second: inspectionIdSchema }),
    output: comparisonSchema,
  },
} as const;
