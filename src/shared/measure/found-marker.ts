import * as z from 'zod';
import { pointSchema } from '../schemas/point.ts';

/** A printed marker that was found in a picture. */
export const foundMarkerSchema = z.object({
  /** "ArUco 4x4, number 7" */
  name: z.string().max(60),
  /** Clockwise, px of the picture. */
  corners: z.array(pointSchema).length(4),
});
export type FoundMarker = z.infer<typeof foundMarkerSchema>;
