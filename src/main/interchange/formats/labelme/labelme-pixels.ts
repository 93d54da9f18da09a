import type { GrayImage } from '../../../../shared/image/gray-image.ts';
import { paintLabel } from '../../../../shared/labels/rasterize.ts';
import type { Label } from '../../../../shared/schemas/label.ts';
import { BACKGROUND } from '../foreign.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** How many pixels a tool draws for labels that cover the very pixels of its shapes, the later over the earlier. */
export function labelmePixels(labels: readonly Label[], { width, height }: Size): number {
  const canvas: GrayImage = { width, height, data: new Uint8Array(width * height) };
  for (const label of labels) paintLabel(canvas, label, label.class === BACKGROUND ? 0 : 1);
  return canvas.data.reduce((sum, value) => sum + value, 0);
}
