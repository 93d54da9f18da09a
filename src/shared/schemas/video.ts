import { z } from 'zod';

/** What the studio knows of a video, from decoding it once. Frames are numbered from 0 in the order they decode. */
export const videoInfoSchema = z.object({
  /** As it was given. */
  path: z.string(),
  /** Bytes, and ms since 1970: with the path they tell whether the file is still the one that was indexed. */
  size: z.int(),
  modifiedMs: z.number(),
  /** Of a frame as displayed, px: rotated already. */
  width: z.int().positive(),
  height: z.int().positive(),
  /** Frames that decode. */
  frames: z.int().positive(),
  /** Frames per second: decoded frames over the time they span, and what the container says (0 when it says nothing). */
  averageFps: z.number(),
  nominalFps: z.number(),
  /** From the first frame to the end of the last, ms; and what the container says of the whole file. */
  durationMs: z.number(),
  containerDurationMs: z.number(),
  codec: z.string(),
  /** Clockwise degrees by which frames are turned for display: 0, 90, 180 or 270. */
  rotation: z.int(),
  /** Whether the time from frame to frame varies by more than the rounding of the container. */
  variableRate: z.boolean(),
  /** The decoder's first complaint, when the file is damaged or breaks off. */
  damage: z.string().optional(),
});

export type VideoInfo = z.infer<typeof videoInfoSchema>;

/** A video with, for each frame, its presentation time and the CRC-32 of its pixels (rgb24). */
export const frameIndexSchema = z.object({
  info: videoInfoSchema,
  /** ms on the container's timeline, whose start is 0. */
  timesMs: z.array(z.number()),
  checksums: z.array(z.int()),
});

export type FrameIndex = z.infer<typeof frameIndexSchema>;
