import { commonOf } from '../geometry/box.ts';
import type { Box, Size } from '../image/gray-image.ts';
import { labelBox } from './shapes/shapes.ts';

export { labelBox, type Size };

/** The part of a box inside an image; null when there is none. */
export function clippedTo(box: Box, { width, height }: Size): Box | null {
  return commonOf(box, { x1: 0, y1: 0, x2: width, y2: height });
}
