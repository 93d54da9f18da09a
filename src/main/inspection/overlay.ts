import type { Colour } from '../../shared/image/colour.ts';
import type { GrayImage, RgbImage } from '../../shared/image/gray-image.ts';

export const PREDICTION_COLOUR: Colour = [255, 74, 48];
export const LABEL_COLOUR: Colour = [46, 204, 140];

/** How much of the colour lies over the crack: its texture must stay visible. */
const TINT = 0.4;

/** An outline 1 px wide for every so many px of the picture's longer side, so that it is seen when the picture is shrunk. */
const OUTLINE_PER_SIDE = 1 / 500;

/** The picture with the mask (crack where not 0) tinted and outlined; the outline lies outside, so thin cracks show. */
export function drawOverlay(image: GrayImage, mask: GrayImage, colour: Colour): RgbImage {
  return drawClassOverlay(image, { ...mask, data: mask.data.map(value => (value === 0 ? 0 : 1)) }, [colour]);
}

/** The same with each class in its colour: `classes` holds indices, 0 for none, 1 for the first colour. */
export function drawClassOverlay(image: GrayImage, classes: GrayImage, colours: readonly Colour[]): RgbImage {
  const { width, height } = image;
  const radius = Math.max(1, Math.round(Math.max(width, height) * OUTLINE_PER_SIDE));
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < image.data.length; i++) data.fill(image.data[i], 3 * i, 3 * i + 3);
  for (const [k, colour] of colours.entries()) {
    const mask = { width, height, data: classes.data.map(value => (value === k + 1 ? 1 : 0)) };
    const near = dilated(mask, radius);
    for (let i = 0; i < near.length; i++) {
      // An outline does not run over what is of another class.
      const share = mask.data[i] ? TINT : classes.data[i] ? 0 : near[i];
      if (share === 0) continue;
      const rest = image.data[i] * (1 - share);
      for (let channel = 0; channel < 3; channel++) data[3 * i + channel] = Math.round(rest + share * colour[channel]);
    }
  }
  return { width, height, data };
}

/** 1 within a square of side 2 · radius + 1 around any mask pixel, else 0: along the rows, then along the columns. */
function dilated({ width, height, data }: GrayImage, radius: number): Uint8Array {
  const along = new Uint8Array(data.length);
  const both = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) dilateLine(data, along, y * width, 1, width, radius);
  for (let x = 0; x < width; x++) dilateLine(along, both, x, width, height, radius);
  return both;
}

function dilateLine(
  from: Uint8Array,
  to: Uint8Array,
  start: number,
  stride: number,
  length: number,
  radius: number,
): void {
  let filled = 0;
  for (let i = 0; i < length; i++) {
    if (from[start + i * stride] === 0) continue;
    const end = Math.min(length, i + radius + 1);
    for (let j = Math.max(filled, i - radius); j < end; j++) to[start + j * stride] = 1;
    filled = end;
  }
}
