import type { Box, GrayImage } from './gray-image.ts';

const TILES = 8;
const LEVELS = 256;

/**
 * Contrast limited adaptive histogram equalisation: local contrast without blown-up noise. cv2.createCLAHE(clipLimit, (8, 8))
 * bit for bit (OpenCV 4.6), which computes with 32-bit floats. With a `box` only what lies in it is equalised, as part of the whole
 * picture, and the rest is 0.
 */
export function clahe(image: GrayImage, clipLimit = 2, box?: Box): GrayImage {
  const { width, height, data } = image;
  const { x1, y1, x2, y2 } = box ?? { x1: 0, y1: 0, x2: width, y2: height };
  const even = width % TILES === 0 && height % TILES === 0;
  const tileWidth = even ? width / TILES : Math.floor(width / TILES) + 1;
  const tileHeight = even ? height / TILES : Math.floor(height / TILES) + 1;
  const curves = new Map<number, Uint8Array>();
  const curve = (column: number, row: number) => {
    const tile = row * TILES + column;
    const known = curves.get(tile);
    if (known) return known;
    const counts = histogram(image, column * tileWidth, row * tileHeight, tileWidth, tileHeight);
    const made = curveOf(counts, tileWidth * tileHeight, clipLimit);
    curves.set(tile, made);
    return made;
  };
  const columns = Array.from({ length: x2 - x1 }, (_, i) => between(x1 + i, tileWidth));
  const equalised = new Uint8Array(data.length);
  for (let y = y1; y < y2; y++) {
    const row = between(y, tileHeight);
    for (let from = x1; from < x2; ) {
      const { first, second } = columns[from - x1];
      let to = from;
      while (to < x2 && columns[to - x1].first === first && columns[to - x1].second === second) to++;
      const [a, b] = [curve(first, row.first), curve(second, row.first)];
      const [c, d] = [curve(first, row.second), curve(second, row.second)];
      for (let x = from, i = y * width + from; x < to; x++, i++) {
        const { part, rest } = columns[x - x1];
        const value = data[i];
        const above = f(f(a[value] * rest) + f(b[value] * part));
        const below = f(f(c[value] * rest) + f(d[value] * part));
        equalised[i] = toEven(f(f(above * row.rest) + f(below * row.part)));
      }
      from = to;
    }
  }
  return { width, height, data: equalised };
}

const f = Math.fround;

/** The two tiles whose middles a pixel lies between, how far it is on the way to the second, and how far from it. */
function between(at: number, tile: number) {
  const position = f(f(at * f(1 / tile)) - 0.5);
  const first = Math.floor(position);
  const part = f(position - first);
  return { first: Math.max(0, first), second: Math.min(TILES - 1, first + 1), part, rest: f(1 - part) };
}

/** Of one tile; a tile that reaches over the edge sees the picture mirrored there. */
function histogram({ width, height, data }: GrayImage, left: number, top: number, w: number, h: number): Uint32Array {
  const counts = new Uint32Array(LEVELS);
  for (let y = top; y < top + h; y++) {
    const row = mirrored(y, height) * width;
    for (let x = left; x < left + w; x++) counts[data[row + mirrored(x, width)]]++;
  }
  return counts;
}

/** BORDER_REFLECT_101: the last pixel is not repeated. */
function mirrored(at: number, size: number): number {
  if (size === 1) return 0;
  const period = 2 * (size - 1);
  const within = at % period;
  return within < size ? within : period - within;
}

/** From grey level to grey level: the cumulative histogram, after what exceeds the limit was dealt out to all levels. */
function curveOf(counts: Uint32Array, pixels: number, clipLimit: number): Uint8Array {
  const limit = Math.max(1, Math.floor((clipLimit * pixels) / LEVELS));
  let excess = 0;
  counts.forEach((count, level) => {
    excess += Math.max(0, count - limit);
    counts[level] = Math.min(count, limit);
  });
  const share = Math.floor(excess / LEVELS);
  let rest = excess - share * LEVELS;
  const step = Math.max(1, Math.floor(LEVELS / Math.max(1, rest)));
  let sum = 0;
  return Uint8Array.from(counts, (count, level) => {
    const extra = level % step === 0 && rest > 0 ? 1 : 0;
    rest -= extra;
    sum += count + share + extra;
    return Math.min(255, toEven(f(sum * f(255 / pixels))));
  });
}

/** To the nearest whole number, a half to the even one, as OpenCV's cvRound. */
function toEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}
