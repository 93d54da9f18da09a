import { imageStateSchema } from '../../../shared/schemas/label.ts';
import type { ImageShapes } from '../shapes/image-shapes.ts';
import type { ForeignImage } from './foreign.ts';

/**
 * Neither COCO nor CVAT can tell an image that was looked at and has no crack from one that nobody looked at. Our files
 * say it under this key, which other tools ignore.
 */
export const STATE_KEY = 'crack_studio_state';

/** The state of an image of whose own files say `said` under `STATE_KEY`, or nothing. */
export function foreignState(said: unknown, shapes: ImageShapes): ForeignImage['state'] {
  const state = imageStateSchema.safeParse(said).data;
  if (state === 'unlabelled') return 'unknown';
  if (state === 'in progress') return 'in progress';
  if (shapes.labels.length > 0) return 'labelled';
  return state === 'verified' && !shapes.hasSkipped ? 'empty' : 'unknown';
}
