import type { Box, Size } from '../image/gray-image.ts';

/** Width by height of the pictures in a report. */
const ASPECT = 4 / 3;
/** Around a crack, as a share of its longer side, and at least so many px: it must be seen where it is. */
const MARGIN = { share: 0.25, px: 24 } as const;
/** The least that is shown, as a share of the frame's width: a shorter crack would be shown without its surroundings. */
const LEAST = 0.2;

/** What is shown of a frame so that a crack, a box in it, is seen with its surroundings: of one shape, unless the frame is too small for it. */
export function pictureBox({ x, y, width, height }: { x: number; y: number } & Size, frame: Size): Box {
  const margin = Math.max(MARGIN.px, MARGIN.share * Math.max(width, height));
  const wanted = Math.max(width + 2 * margin, ASPECT * (height + 2 * margin), LEAST * frame.width);
  const [x1, x2] = span(x + width / 2, wanted, frame.width);
  const [y1, y2] = span(y + height / 2, wanted / ASPECT, frame.height);
  return { x1, y1, x2, y2 };
}

/** A span of whole px around a middle, moved and cut to lie within 0 and `end`. */
function span(middle: number, wanted: number, end: number): [number, number] {
  const length = Math.min(end, Math.ceil(wanted));
  const from = Math.min(Math.max(0, Math.round(middle - length / 2)), end - length);
  return [from, from + length];
}
