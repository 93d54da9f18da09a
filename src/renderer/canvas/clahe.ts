import type { GrayImage } from '../../shared/image/gray-image.ts';

const TILES = 8;
const LEVELS = 256;

/**
 * Contrast limited adaptive histogram equalisation: local contrast without blown-up noise, for display only. As
 * cv2.createCLAHE(clipLimit, (8, 8)) does (OpenCV 4.6), within one grey level, for OpenCV computes with 32-bit floats.
 */
export function clahe(image: GrayImage, clipLimit = 2): GrayImage {
  const { width, height, data } = image;
  const even = width % TILES === 0 && height % TILES === 0;
  const tileWidth = even ? width / TILES : Math.floor(width / TILES) + 1;
  const tileHeight = even ? height / TILES : Math.floor(height / TILES) + 1;
  const curves = Array.from({ length: TILES * TILES }, (_, tile) => {
    const [x, y] = [(tile % TILES) * tileWidth, Math.floor(tile / TILES) * tileHeight];
    return curveOf(histogram(image, x, y, tileWidth, tileHeight), tileWidth * tileHeight, clipLimit);
  });
  const columns = Array.from({ length: width }, (_, x) => between(x / tileWidth - 0.5));
  const equalised = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    const row = between(y / tileHeight - 0.5);
    for (let x = 0; x < width; x++) {
      const column = columns[x];
      const value = data[y * width + x];
      const at = (tileY: number) =>
        curves[tileY * TILES + column.first][value] * (1 - column.part) +
        curves[tileY * TILES + column.second][value] * column.part;
      equalised[y * width + x] = toEven(at(row.first) * (1 - row.part) + at(row.second) * row.part);
    }
  }
  return { width, height, data: equalised };
}

/** The two tiles whose middles a pixel lies between, and how far it is on the way to the second. */
function between(position: number): { first: number; second: number; part: number } {
  const first = Math.floor(position);
  return { first: Math.max(0, first), second: Math.min(TILES - 1, first + 1), part: position - first };
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
    return Math.min(255, toEven(Math.fround(sum * Math.fround(255 / pixels))));
  });
}

/** To the nearest whole number, a half to the even one, as OpenCV's cvRound. */
function toEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}
