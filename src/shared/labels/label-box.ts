import type { Box, Size } from '../image/gray-image.ts';
import { labelBox } from './shapes/shapes.ts';

export { labelBox, type Size };

/** The part of a box inside an image; null when there is none. */
export function clippedTo(box: Box, { width, height }: Size): Box | null {
  const clipped = {
    x1: Math.max(0, box.x1),
    y1: Math.max(0, box.y1),
    x2: Math.min(width, box.x2),
    y2: Math.min(height, box.y2),
  };
  return clipped.x1 < clipped.x2 && clipped.y1 < clipped.y2 ? clipped : null;
}
