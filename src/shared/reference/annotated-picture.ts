import type { Vertex } from '../geometry/line.ts';
import { OUTLINE } from '../geometry/roi.ts';
import type { Colour } from '../image/colour.ts';
import type { RgbImage } from '../image/gray-image.ts';
import type { Point } from '../schemas/point.ts';
import { formatTime } from '../time.ts';
import type { CrackBox } from './crack-boxes.ts';
import { strokesOf } from './stroke-font.ts';

const WHITE: Colour = [255, 255, 255];
const RED: Colour = [255, 0, 0];
/** Where the time stands, and how large it and the word at a box are. */
const TIME_PLACE: Point = [10, 25];
const [TIME_SCALE, WORD_SCALE] = [0.7, 0.6];
/** A line 2 px wide covers pixels whose middles are so far from its own: nearest to what OpenCV fills. */
const REACH = 1.45;

/**
 * A copy of the frame as the reference shows what it found: the video's time, the ROI's outline in yellow, each crack boxed in red with the
 * word CRACK. Places, sizes and colours are the reference's; the edges of lines and letters may differ by a pixel from OpenCV's.
 */
export function annotatedPicture(
  frame: RgbImage,
  { ms, roi, boxes }: { ms: number; roi: readonly Vertex[]; boxes: readonly CrackBox[] },
): RgbImage {
  const picture = { ...frame, data: frame.data.slice() };
  drawWords(picture, `Video Time: ${formatTime(ms)}`, TIME_PLACE, TIME_SCALE, WHITE);
  line(picture, closed(roi.map(({ x, y }): Point => [x, y])), OUTLINE);
  for (const box of boxes) {
    line(picture, closed(box), RED);
    drawWords(picture, 'CRACK', box[0], WORD_SCALE, RED);
  }
  return picture;
}

/** Draws into a picture what `strokesOf` has signs for, from its lower left corner on. */
export function drawWords(picture: RgbImage, text: string, place: Point, scale: number, colour: Colour): void {
  for (const stroke of strokesOf(text, place, scale)) line(picture, stroke, colour);
}

function closed(polygon: readonly Point[]): readonly Point[] {
  return [...polygon, polygon[0]];
}

function line(picture: RgbImage, points: readonly Point[], colour: Colour): void {
  for (let i = 1; i < points.length; i++) segment(picture, points[i - 1], points[i], colour);
}

/** Every pixel whose middle is no further than `REACH` from the segment. */
function segment({ width, height, data }: RgbImage, [x1, y1]: Point, [x2, y2]: Point, colour: Colour): void {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const squared = dx * dx + dy * dy;
  const clip = (value: number, size: number) => Math.min(size - 1, Math.max(0, value));
  const [top, bottom] = [Math.floor(Math.min(y1, y2) - REACH), Math.ceil(Math.max(y1, y2) + REACH)];
  const [left, right] = [Math.floor(Math.min(x1, x2) - REACH), Math.ceil(Math.max(x1, x2) + REACH)];
  if (bottom < 0 || right < 0 || top >= height || left >= width) return;
  for (let y = clip(top, height); y <= clip(bottom, height); y++) {
    for (let x = clip(left, width); x <= clip(right, width); x++) {
      const along = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / squared));
      if (Math.hypot(x - x1 - along * dx, y - y1 - along * dy) <= REACH) data.set(colour, 3 * (y * width + x));
    }
  }
}
