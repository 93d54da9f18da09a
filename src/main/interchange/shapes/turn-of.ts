import { shift } from '../../../shared/geometry/affine.ts';
import type { Size } from '../../../shared/labels/label-box.ts';
import { mapped, shapeOf } from '../../../shared/labels/shapes/shapes.ts';
import type { Label } from '../../../shared/schemas/label.ts';
import type { Orientation } from './turn.ts';

/** Which picture labels were drawn on: as it is stored, or upright as EXIF turns it. */
export interface Turn {
  readonly drawn: 'stored' | 'upright';
  /** Whether sizes and places show it; else it is what is likelier. */
  readonly isCertain: boolean;
}

/**
 * How labels lie on a picture that EXIF turns, null where it turns none. Sizes alone do not tell: there are tools that write
 * the size of the stored picture and draw on the upright one, so that labels reach beyond the size they come with.
 *
 * @param size of the labels' image as their file has it, px; null where it does not say
 * @param drawn what somebody knows
 */
export function turnOf(
  labels: readonly Label[],
  size: Size | null,
  target: Size & { readonly orientation: Orientation },
  drawn?: Turn['drawn'],
): Turn | null {
  const { width, height, orientation } = target;
  const isSideways = size !== null && width !== height && size.width === height && size.height === width;
  const reach = (image: Size) => labels.some(label => shapeOf(label).outside(label, image) > 0);
  const isBeyond = isSideways && reach(size) && !reach(target) && !labels.some(isMask);
  if (orientation === 1)
    return isSideways && (isBeyond || drawn === 'upright') ? { drawn: 'upright', isCertain: true } : null;
  if (drawn) return { drawn, isCertain: true };
  if (isSideways) {
    const isStored = labels.some(isMask) || (reach(target) && !reach(size));
    return isBeyond ? { drawn: 'upright', isCertain: true } : { drawn: 'stored', isCertain: isStored };
  }
  return { drawn: 'upright', isCertain: size !== null && orientation >= 5 && width !== height };
}

/** A mask has the size of the picture that it was made for. */
function isMask(label: Label): boolean {
  return mapped(label, shift(0.5, 0)) === null;
}
