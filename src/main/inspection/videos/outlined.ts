import type { GrayImage, RgbImage } from '../../../shared/image/gray-image.ts';
import type { CrackEvent } from '../../../shared/schemas/inspection.ts';

type Mask = CrackEvent['mask'];

/** The outline of a crack, and how far its outer edge lies from the crack, px. */
const [OUTLINE, OUTER] = [[255, 64, 64], 2] as const;

/** A copy of the frame with a line around each crack, one px beside it so that the crack itself can be seen. */
export function outlined(frame: RgbImage, masks: readonly Mask[]): RgbImage {
  const picture = { ...frame, data: Uint8Array.from(frame.data) };
  for (const mask of masks) outline(picture, mask);
  return picture;
}

/** 1 where the crack is, in the mask's box. */
export function pixelsOf({ width, height, runs }: Mask): GrayImage {
  const data = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < runs.length; at += runs[i], i++) if (i % 2 === 1) data.fill(1, at, at + runs[i]);
  return { width, height, data };
}

function outline({ width, height, data }: RgbImage, mask: Mask): void {
  const side = mask.width + 2 * OUTER;
  const around = new Uint8Array(side * (mask.height + 2 * OUTER));
  const crack = pixelsOf(mask);
  for (const [reach, value] of [[OUTER, 1] as const, [OUTER - 1, 0] as const]) {
    for (let at = crack.data.indexOf(1); at >= 0; at = crack.data.indexOf(1, at + 1)) {
      const [x, y] = [(at % mask.width) + OUTER, Math.floor(at / mask.width) + OUTER];
      for (let v = y - reach; v <= y + reach; v++) around.fill(value, v * side + x - reach, v * side + x + reach + 1);
    }
  }
  for (let at = around.indexOf(1); at >= 0; at = around.indexOf(1, at + 1)) {
    const [x, y] = [mask.x + (at % side) - OUTER, mask.y + Math.floor(at / side) - OUTER];
    if (x >= 0 && y >= 0 && x < width && y < height) data.set(OUTLINE, 3 * (y * width + x));
  }
}
