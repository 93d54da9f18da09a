import { type Affine, mapPoint } from '../../../shared/geometry/affine.ts';
import type { GrayImage } from '../../../shared/image/gray-image.ts';
import type { Size } from '../../../shared/labels/label-box.ts';
import { asBrush, paintedPart } from '../../../shared/labels/painted-part.ts';
import { mapped } from '../../../shared/labels/shapes/shapes.ts';
import type { Label } from '../../../shared/schemas/label.ts';

/** How EXIF says that a stored picture is to be turned: 1 not at all, 3 by half, 6 and 8 by a quarter; even ones are mirrored (CIPA DC-008, tag 0x0112). */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** Where the points of the stored picture, of `size`, come to lie. */
export function turning({ width, height }: Size, orientation: Orientation): Affine {
  const [a, b, c, d] = TURNS[orientation];
  const atFar = (x: number, y: number) => (x < 0 ? width : 0) + (y < 0 ? height : 0);
  return { a, b, c, d, e: atFar(a, c), f: atFar(b, d) };
}

/** Each a, b, c, d of an `Affine`. */
const TURNS = {
  1: [1, 0, 0, 1],
  2: [-1, 0, 0, 1],
  3: [-1, 0, 0, -1],
  4: [1, 0, 0, -1],
  5: [0, 1, 1, 0],
  6: [0, 1, -1, 0],
  7: [0, -1, -1, 0],
  8: [0, -1, 1, 0],
} as const;

/** Turns labels as their picture, of `size` as it is stored, is turned. Those that hold whole pixels become brush labels. */
export function turnLabels(labels: readonly Label[], size: Size, orientation: Orientation): Label[] {
  const turn = turning(size, orientation);
  return labels.flatMap(label => mapped(label, turn) ?? transformed(label, size, part => turnMask(part, turn)));
}

export interface Part {
  readonly mask: GrayImage;
  readonly x: number;
  readonly y: number;
}

/** The label's pixels inside the picture, moved as a mask; nothing when it has none. */
export function transformed(label: Label, size: Size, transform: (part: Part) => Part): Label[] {
  const painted = paintedPart([label], size);
  if (!painted) return [];
  const { mask, x, y } = transform({ mask: painted.mask, x: painted.box.x1, y: painted.box.y1 });
  const brush = asBrush(label, mask, x, y);
  return brush ? [brush] : [];
}

function turnMask({ mask, x, y }: Part, turn: Affine): Part {
  const [[ax, ay], [bx, by]] = [mapPoint(turn, [x, y]), mapPoint(turn, [x + mask.width, y + mask.height])];
  const [left, top, width, height] = [Math.min(ax, bx), Math.min(ay, by), Math.abs(ax - bx), Math.abs(ay - by)];
  const data = new Uint8Array(width * height);
  for (let row = 0; row < mask.height; row++) {
    for (let column = 0; column < mask.width; column++) {
      if (mask.data[row * mask.width + column] === 0) continue;
      const [tx, ty] = mapPoint(turn, [x + column + 0.5, y + row + 0.5]);
      data[(Math.floor(ty) - top) * width + Math.floor(tx) - left] = 1;
    }
  }
  return { mask: { width, height, data }, x: left, y: top };
}
