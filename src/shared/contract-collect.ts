import * as z from 'zod';
import { problemSchema } from './errors.ts';
import { idSchema, jobSchema } from './schemas/id.ts';
import { pointSchema } from './schemas/label.ts';
import { pictureFormSchema, videoInfoSchema } from './schemas/video.ts';

/** An ROI's vertices, whole px of the full frame. */
export const roiSchema = z.array(pointSchema).min(3).max(1000);
/** Names a video that is open: the same file has the same name every time. */
const frame = z.int().nonnegative();
const none = z.object({});

/** A sample that was cut out of a video. */
export const sampleSchema = z.object({
  /** The name that its files share. */
  base: z.string(),
  frame,
  timeMs: z.number(),
  tag: z.string(),
  roi: z.array(pointSchema),
  /** Of a small picture for the eye, and of its image for training. */
  thumbnailUrl: z.string(),
  imageUrl: z.string(),
  /** The name of its copy among the training images, or null when there is none. */
  trainingImage: z.string().nullable(),
});
export type CollectedSample = z.infer<typeof sampleSchema>;

/** A video that is open, and all that is known of it. */
export const openVideoSchema = z.object({
  video: idSchema,
  name: z.string(),
  /** Whether all frames have been counted. If not, `info` and `timesMs` are what the container promises: ask for the index. */
  isIndexed: z.boolean(),
  info: videoInfoSchema,
  /** Presentation time of every frame, ms, in the order of decoding. */
  timesMs: z.array(z.number()),
  /** The file itself, with Range. */
  url: z.string(),
  /** Whether Chromium is likely to play the file; if not, or when it fails, ask for a proxy. */
  playable: z.boolean(),
  roi: roiSchema.nullable(),
  /** Sentences on what is unusual about the file, or null. */
  notice: z.string().nullable(),
});
export type OpenVideo = z.infer<typeof openVideoSchema>;

export const sampleOptionsSchema = z.object({
  tag: z.string().trim().min(1).max(60).default('unk'),
  /** Set pixels outside the ROI to 0 in `images/`. */
  maskOutside: z.boolean().default(false),
  blur: z.boolean().default(true),
  /** Copy the image to the training images, where the Label stage finds it. */
  addToTraining: z.boolean().default(true),
});
export type SampleOptionsInput = z.infer<typeof sampleOptionsSchema>;

const videoRowSchema = z.object({ path: z.string(), name: z.string(), exists: z.boolean(), samples: z.int() });
export type VideoRow = z.infer<typeof videoRowSchema>;

/** The calls of the Collect stage. They work on the project that is open. */
export const collectCalls = {
  /** Opens a video by its full path, which takes a moment. `form`: how its frames are shown and saved; by default as the last time. */
  'video.open': {
    input: z.object({ path: z.string().min(1).max(4096), form: pictureFormSchema.optional(), job: jobSchema }),
    output: openVideoSchema,
  },
  /** Counts the frames of a video that is open: all of it is decoded once, unless that was done before. */
  'video.index': {
    input: z.object({ video: idSchema, job: jobSchema }),
    output: openVideoSchema.pick({ info: true, timesMs: true, notice: true }),
  },
  /** Videos in the project's folder and those opened before, the latest first. */
  'video.list': { input: none, output: z.object({ videos: z.array(videoRowSchema) }) },
  /** A copy that Chromium plays, made by ffmpeg and kept; takes about as long as the video decodes. Only for the eye. */
  'video.proxy': { input: z.object({ video: idSchema, job: jobSchema }), output: z.object({ url: z.string() }) },
  /** The exact frame as PNG, bit for bit as a decode from the start gives it. Cancel the job when it is not wanted any more. */
  'video.frame': { input: z.object({ video: idSchema, frame, job: jobSchema }), output: z.object({ url: z.string() }) },
  /** Remembers the ROI for this video; null forgets it. */
  'roi.save': { input: z.object({ video: idSchema, roi: roiSchema.nullable() }), output: none },
  /**
   * Has a frame saved: by its number, or while frames are still being counted by its time, ms after the first frame. Asked
   * for twice under one name it is saved once. Answers as soon as the request is on
   * disk, which a crash does not undo; `sample.saved` tells when the files are there, under the same name.
   */
  'sample.save': {
    input: z
      .object({
        ...{ video: idSchema, frame: frame.optional(), sinceFirstMs: z.number().optional() },
        /** The caller's name for it; `again`: asked for before, without an answer. */
        ...{ save: z.uuid().optional(), again: z.boolean().optional() },
        ...{ roi: roiSchema.nullable(), options: sampleOptionsSchema.prefault({}) },
      })
      .refine(({ frame, sinceFirstMs }) => (frame === undefined) !== (sinceFirstMs === undefined), {
        error: 'a frame is named by its number or by its time',
      }),
    output: z.object({ save: z.string() }),
  },
  /**
   * Saves frames that are chosen evenly: one every `everyMs`, or `count` in all; with both, at most `count`. Between
   * `startMs` and `endMs` where these are given. A job; what is saved when it is cancelled stays.
   */
  'sample.collect': {
    input: z.object({
      video: idSchema,
      everyMs: z.number().min(1).optional(),
      count: z.int().positive().optional(),
      startMs: z.number().optional(),
      endMs: z.number().optional(),
      roi: roiSchema.nullable(),
      options: sampleOptionsSchema.prefault({}),
      job: jobSchema,
    }),
    output: z.object({ saved: z.int() }),
  },
  /** The samples of a video by frame. */
  'sample.list': { input: z.object({ video: idSchema }), output: z.object({ samples: z.array(sampleSchema) }) },
  /** Copies the images of samples to the training images; one that is there is left as it is. */
  'sample.addToTraining': {
    input: z.object({ video: idSchema, bases: z.array(z.string().min(1).max(255)).max(10_000) }),
    output: z.object({ added: z.int() }),
  },
  /** Moves a sample aside; `notice` says when its training image stays because it is labelled. */
  'sample.delete': {
    input: z.object({ video: idSchema, base: z.string().min(1).max(255) }),
    output: z.object({ undo: z.string(), notice: z.string().nullable() }),
  },
  /** Brings back what a `sample.delete` moved aside. */
  'sample.restore': { input: z.object({ undo: idSchema }), output: none },
} as const;

/** What the Collect stage is told. */
export const collectEvents = {
  /** A save has ended: with a sample, or with the reason why there is none. */
  'sample.saved': z.object({
    save: z.string(),
    video: idSchema,
    frame,
    sample: sampleSchema.nullable(),
    problem: problemSchema.nullable(),
  }),
} as const;
