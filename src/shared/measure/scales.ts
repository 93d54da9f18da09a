import * as z from 'zod';
import { type Scale, scaleSchema } from './scale.ts';

/** `scales.json` of a project. */
export const scalesSchema = z.object({
  version: z.literal(1),
  /** Of the training images that come from none of the videos below. */
  images: scaleSchema.nullable(),
  /** By the file name of the video; places in px of the full frame. */
  videos: z.record(z.string().max(255), scaleSchema),
});
export type Scales = z.infer<typeof scalesSchema>;

export const NO_SCALES: Scales = { version: 1, images: null, videos: {} };

/** What a scale is kept with: a video by its file name, or the folder of training images. */
export type ScaleOwner = { readonly kind: 'video'; readonly video: string } | { readonly kind: 'images' };

export function scaleFor({ images, videos }: Scales, owner: ScaleOwner): Scale | null {
  if (owner.kind === 'images') return images;
  return Object.hasOwn(videos, owner.video) ? videos[owner.video] : null;
}

/** The scales with another one for an owner; null takes it away. */
export function withScale(scales: Scales, owner: ScaleOwner, scale: Scale | null): Scales {
  if (owner.kind === 'images') return { ...scales, images: scale };
  const others = Object.entries(scales.videos).filter(([video]) => video !== owner.video);
  return { ...scales, videos: Object.fromEntries(scale ? [...others, [owner.video, scale]] : others) };
}
