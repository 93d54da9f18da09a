import * as z from 'zod';

/** What brightness the numbers stand for: as every screen shows it, or high dynamic range by PQ (HDR10) or HLG. */
const dynamicRangeSchema = z.enum(['sdr', 'pq', 'hlg']);
export type DynamicRange = z.infer<typeof dynamicRangeSchema>;

/** How frames of a video become pictures. */
export const pictureFormSchema = z.object({
  /** Stretch frames whose pixels are not square, as every player does; else as stored, as OpenCV and the reference pipeline do. */
  squarePixels: z.boolean().default(true),
  /** Map a high dynamic range to what a screen shows; else its numbers are taken as they are, which looks pale. */
  toneMap: z.boolean().default(false),
});
export type PictureForm = z.infer<typeof pictureFormSchema>;

/** What the studio knows of a video, from decoding it once. Frames are numbered from 0 in the order they decode. */
export const videoInfoSchema = z.object({
  /** As it was given. */
  path: z.string(),
  /** Bytes, and ms since 1970: with the path they tell whether the file is still the one that was indexed. */
  size: z.int(),
  modifiedMs: z.number(),
  /** Of a frame as shown and saved, px: turned, and stretched if its form says so. */
  width: z.int().positive(),
  height: z.int().positive(),
  /** Of the first frame as the file has it, turned already, px, and how it is stored. */
  storedWidth: z.int().positive(),
  storedHeight: z.int().positive(),
  pixelFormat: z.string(),
  /** Width to height of a stored pixel (SAR); [1, 1] when square or unknown. */
  pixelAspect: z.tuple([z.int().positive(), z.int().positive()]),
  dynamicRange: dynamicRangeSchema,
  form: pictureFormSchema,
  /** Frames that decode. */
  frames: z.int().positive(),
  /** Frames per second: decoded frames over the time they span, and what the container says (0 when it says nothing). */
  averageFps: z.number(),
  nominalFps: z.number(),
  /** Seconds per unit of the file's times. */
  timeBase: z.number().positive(),
  /** From the first frame to the end of the last, ms; and what the container says of the whole file. */
  durationMs: z.number(),
  containerDurationMs: z.number(),
  codec: z.string(),
  /** The stream that is decoded, as ffmpeg's `-map` takes it. */
  stream: z.string(),
  /** Clockwise degrees by which the file asks its frames to be turned for display. Only 90, 180 and 270 are followed, as players do. */
  rotation: z.int(),
  /** Whether the time from frame to frame varies by more than the rounding of the container. */
  variableRate: z.boolean(),
  /** The decoder's first complaint, when the file is damaged or breaks off. */
  damage: z.string().optional(),
});

export type VideoInfo = z.infer<typeof videoInfoSchema>;

/** A video with, for each frame, its presentation time and a checksum of its pixels. */
export const frameIndexSchema = z.object({
  info: videoInfoSchema,
  /** ms on the container's timeline, whose start is 0. */
  timesMs: z.array(z.number()),
  /** MurmurHash3 of each frame as stored (in the first frame's size and pixel format), 64 of its 128 bits in hex. */
  checksums: z.array(z.string()),
});

export type FrameIndex = z.infer<typeof frameIndexSchema>;
