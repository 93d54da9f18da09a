import { areaOf } from '../geometry/paths.ts';
import type { Box, GrayImage } from '../image/gray-image.ts';
import type { Point } from '../schemas/point.ts';
import { cornersOf, minAreaRect } from './min-area-rect.ts';
import { outerContours } from './outer-contours.ts';

/** The reference's shape filter: px², px, and long to short side. */
const MIN_AREA = 50;
const LONGER_THAN = 40;
const SLIMMER_THAN = 2;

/** What the reference boxes and calls CRACK: the four corners, whole px of the picture, the first where the word stands. */
export type CrackBox = readonly Point[];

/**
 * The boxes of a vote: around the outer contours that are large, long and slim enough. A line one px wide has no area and never is.
 * `vote` is a part of the frame whose upper left corner lies at `x1`, `y1`: what is rounded depends on the place.
 */
export function crackBoxes(vote: GrayImage, { x1, y1 }: Pick<Box, 'x1' | 'y1'>): CrackBox[] {
  return outerContours(vote).flatMap(contour => {
    if (areaOf(contour) < MIN_AREA) return [];
    const rect = minAreaRect(contour.map(([x, y]): Point => [x1 + x, y1 + y]));
    const [long, short] = [Math.max(rect.width, rect.height), Math.min(rect.width, rect.height)];
    return short >= 1 && long > LONGER_THAN && long / short > SLIMMER_THAN ? [cornersOf(rect)] : [];
  });
}
