import type { Box } from '../image/gray-image.ts';
import type { Label } from '../schemas/label.ts';

/** Of an image, px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The box of whole pixels outside which a label paints nothing, px; it may reach over the image's edge. */
export function labelBox(label: Label): Box {
  if (label.shape === 'brush') {
    return { x1: label.x, y1: label.y, x2: label.x + label.width, y2: label.y + label.height };
  }
  const grow = label.shape === 'polyline' ? label.width / 2 : 0;
  const box = { x1: Infinity, y1: Infinity, x2: -Infinity, y2: -Infinity };
  // A border, and a line that is thinner than a pixel, hold the pixels of their points.
  for (const [x, y] of label.points) {
    box.x1 = Math.min(box.x1, Math.floor(x - grow));
    box.y1 = Math.min(box.y1, Math.floor(y - grow));
    box.x2 = Math.max(box.x2, Math.floor(x + grow) + 1);
    box.y2 = Math.max(box.y2, Math.floor(y + grow) + 1);
  }
  return box;
}

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
