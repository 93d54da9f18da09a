import type { GrayImage } from '../../../shared/image/gray-image.ts';
import type { Size } from '../../../shared/labels/label-box.ts';
import { asBrush, paintedPart } from '../../../shared/labels/painted-part.ts';
import type { Label, Point } from '../../../shared/schemas/label.ts';

/** How EXIF says that a stored picture is to be turned: 1 not at all, 3 by half, 6 and 8 by a quarter; even ones are mirrored (CIPA DC-008, tag 0x0112). */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** Where a point of the stored picture, of `size`, comes to lie. */
export function turnPoint([x, y]: Point, { width, height }: Size, orientation: Orientation): Point {
  switch (orientation) {
    case 1:
      return [x, y];
    case 2:
      return [width - x, y];
    case 3:
      return [width - x, height - y];
    case 4:
      return [x, height - y];
    case 5:
      return [y, x];
    case 6:
      return [height - y, x];
    case 7:
      return [height - y, width - x];
    case 8:
      return [y, width - x];
  }
}

/** Turns labels as their picture, of `size` as it is stored, is turned. Those that hold whole pixels become brush labels. */
export function turnLabels(labels: readonly Label[], size: Size, orientation: Orientation): Label[] {
  const point = (each: Point) => turnPoint(each, size, orientation);
  return labels.flatMap((label): Label[] => {
    if (label.shape === 'polyline') return [{ ...label, points: label.points.map(point) }];
    if (label.shape === 'polygon' && !label.border) return [{ ...label, points: label.points.map(point) }];
    return transformed(label, size, part => turnMask(part, size, orientation));
  });
}

interface Part {
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

function turnMask({ mask, x, y }: Part, size: Size, orientation: Orientation): Part {
  const quarter = orientation >= 5;
  const [width, height] = quarter ? [mask.height, mask.width] : [mask.width, mask.height];
  const corners = [
    turnPoint([x, y], size, orientation),
    turnPoint([x + mask.width, y + mask.height], size, orientation),
  ];
  const left = Math.min(corners[0][0], corners[1][0]);
  const top = Math.min(corners[0][1], corners[1][1]);
  const data = new Uint8Array(width * height);
  for (let row = 0; row < mask.height; row++) {
    for (let column = 0; column < mask.width; column++) {
      if (mask.data[row * mask.width + column] === 0) continue;
      const [tx, ty] = turnPoint([x + column + 0.5, y + row + 0.5], size, orientation);
      data[(Math.floor(ty) - top) * width + Math.floor(tx) - left] = 1;
    }
  }
  return { mask: { width, height, data }, x: left, y: top };
}
