import * as z from 'zod';
import { measurementSchema } from './measurement.ts';
import { scaleSourceSchema } from './scale.ts';
import { scalesSchema } from './scales.ts';
import { widthClassesSchema } from './width-classes.ts';

/** A crack of an image, or of a video where it shows best. */
export const measurementRecordSchema = z.object({
  /** The name of the image, or of the video. */
  image: z.string(),
  /** In an image from 1, the longest first; in a video the event. */
  crack: z.int().positive(),
  /** Of a video: the number of the frame, and its time. */
  frame: z.int().nonnegative().optional(),
  time: z.string().optional(),
  ...measurementSchema.shape,
});
export type MeasurementRecord = z.infer<typeof measurementRecordSchema>;

/** `measurements.json` */
export const measurementsDocumentSchema = z.object({
  version: z.literal(1),
  /** That of all pictures; null: none, or those that the project keeps. */
  scale: scaleSourceSchema.nullable(),
  /** Those of the project, where it has measured by them. */
  scales: scalesSchema.optional(),
  /** The sides of the markers by which each picture has its own scale, mm. */
  marker_mm: z.number().positive().optional(),
  classes: widthClassesSchema.nullable(),
  /** Of the figures: `px` where no picture has a scale. */
  unit: z.enum(['mm', 'px', 'mm and px']),
  /** Whether the picture made widths finer than the mask alone can. */
  from_picture: z.boolean(),
  measurements: z.array(measurementRecordSchema),
});
export type MeasurementsDocument = z.infer<typeof measurementsDocumentSchema>;

type Parts = Omit<MeasurementsDocument, 'version' | 'unit'>;

export function measurementsDocument({ measurements, ...parts }: Parts): MeasurementsDocument {
  const scaled = measurements.filter(({ length_mm }) => length_mm !== undefined).length;
  const unit = scaled === 0 ? 'px' : scaled === measurements.length ? 'mm' : 'mm and px';
  return { version: 1, ...parts, unit: measurements.length === 0 && parts.scale ? 'mm' : unit, measurements };
}
