import * as z from 'zod';

/** `meta/<base>.json` of a collected sample: the reference pipeline's fields first, ours beside them. */
export const sampleMetaSchema = z.object({
  /** Presentation time of the frame, ms. */
  pos_ms: z.number(),
  /** The frame's number in the video, counted from 0 in the order of decoding. */
  frame_index: z.int(),
  label_tag: z.string(),
  /** The crop in the frame, px: x1, y1, x2, y2; x2 and y2 are outside. */
  bbox_xyxy: z.tuple([z.int(), z.int(), z.int(), z.int()]),
  /** The ROI's vertices in full-frame px. */
  roi_poly_full: z.array(z.tuple([z.int(), z.int()])),
  video_name: z.string(),
  video_width: z.int(),
  video_height: z.int(),
  video_fps: z.number(),
  /** Bytes of the video file, and the CRC-32 of the whole frame as decoded to rgb24: they tell what this was cut from. */
  video_bytes: z.int(),
  frame_crc32: z.string(),
  /** Whether the 5x5 blur was applied, and whether pixels outside the ROI were set to 0 in `images/`. */
  blurred: z.boolean(),
  masked_outside: z.boolean(),
  /** Width to height of a pixel as the file stores it (SAR), whether frames were stretched to square ones, and tone-mapped. */
  pixel_aspect: z.string().default('1:1'),
  square_pixels: z.boolean().default(false),
  tone_mapped: z.boolean().default(false),
});

export type SampleMeta = z.infer<typeof sampleMetaSchema>;
