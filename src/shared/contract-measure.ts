import * as z from 'zod';
import { inspectionIdSchema } from './contract-inspections.ts';
import { foundMarkerSchema } from './measure/found-marker.ts';
import { measurementRecordSchema } from './measure/measurements-document.ts';
import { scaleSchema, scaleSourceSchema } from './measure/scale.ts';
import { jobSchema } from './schemas/id.ts';

const name = z.string().min(1).max(255);

/** What can have a scale: a training image, the frames of a video, by its file name, or all training images that come from no video. */
const scaledPictureSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('image'), image: name }),
  z.object({ kind: z.literal('video'), video: name }),
  z.object({ kind: z.literal('images') }),
]);
export type ScaledPicture = z.infer<typeof scaledPictureSchema>;

const keptScaleSchema = z.object({
  /** Null: there is none, and everything is in px. Places are px of the picture that was asked for. */
  scale: scaleSchema.nullable(),
  /** What it is kept with: the video that the picture is from, or the training images. */
  owner: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('video'), video: name }),
    z.object({ kind: z.literal('images') }),
  ]),
});
export type KeptScale = z.infer<typeof keptScaleSchema>;

/** The calls that measure cracks. They work on the project that is open. */
export const measureCalls = {
  /** How px of a picture become mm. */
  'scale.read': { input: z.object({ picture: scaledPictureSchema }), output: keptScaleSchema },
  /** Keeps another scale, with the user's name and the time, for all pictures of the same video, or all training images; null takes it away. */
  'scale.save': {
    input: z.object({ picture: scaledPictureSchema, source: scaleSourceSchema.nullable() }),
    output: keptScaleSchema,
  },
  /** ArUco and AprilTag markers that the picture of a training image shows, the largest first; a side of known length makes a scale of one. */
  'scale.markers': { input: z.object({ image: name }), output: z.object({ markers: z.array(foundMarkerSchema) }) },
  /**
   * Measures every crack of an inspection where it shows best, and keeps that with the inspection; a job. What was measured before with the same
   * scale is read. `file`: full path of the video, where it does not lie in the project. `fromPicture` is false where the video is not there any
   * more: widths are then those of the mask alone.
   */
  'measure.inspection': {
    input: inspectionIdSchema.extend({ file: z.string().min(1).max(4096).optional(), job: jobSchema }),
    output: z.object({ measurements: z.array(measurementRecordSchema), fromPicture: z.boolean() }),
  },
} as const;
