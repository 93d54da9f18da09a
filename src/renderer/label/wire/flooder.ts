import { type FloodPicture, floodedBy, floodLevels } from '../../../shared/image/flood.ts';
import type { GrayImage } from '../../../shared/image/gray-image.ts';
import { type BrushShape, brushOf } from '../../../shared/labels/brush-mask.ts';
import type { Point } from '../../../shared/schemas/label.ts';

/** Floods a picture within an ROI; how far each tolerance reaches from the last place is kept, for a hand tries several. */
export function flooder(
  picture: FloodPicture,
  roi: GrayImage | null,
): (from: Point, tolerance: number) => BrushShape | null {
  let last: { readonly seed: { x: number; y: number }; readonly levels: Uint8Array } | undefined;
  return ([x, y], tolerance) => {
    const seed = { x: Math.floor(x), y: Math.floor(y) };
    if (seed.x < 0 || seed.y < 0 || seed.x >= picture.width || seed.y >= picture.height) return null;
    if (last?.seed.x !== seed.x || last.seed.y !== seed.y) last = { seed, levels: floodLevels(picture, seed, roi) };
    return brushOf(floodedBy(picture, last.levels, tolerance), 0, 0);
  };
}
