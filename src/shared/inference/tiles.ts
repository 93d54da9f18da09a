import type { FloatImage, GrayImage } from '../image/gray-image.ts';

/** One tile's extent along an axis: where it starts (negative when the axis is shorter than a tile) and its weights. */
export interface Span {
  readonly start: number;
  /** [size] the tile's share of each of its pixels; over all spans of the axis the shares of a pixel sum to one. */
  readonly weights: Float64Array;
}

/** A grid of square tiles that covers a picture. Weights are separable: a tile's share of a pixel is across · down. */
export interface TilePlan {
  readonly width: number;
  readonly height: number;
  /** Side of a tile, px. */
  readonly size: number;
  readonly across: readonly Span[];
  readonly down: readonly Span[];
}

/** A tile is named by its indices into `across` and `down`. */
export interface TileIndex {
  readonly column: number;
  readonly row: number;
}

/**
 * Covers a picture with as few tiles of side `size` (a multiple of the network's `SIZE_MULTIPLE`) as overlap by at least
 * `overlap` px. Tiles are spread evenly from edge to edge; along a side shorter than a tile one tile is centred.
 */
export function planTiles(width: number, height: number, size: number, overlap = size >> 2): TilePlan {
  if (overlap < 0 || overlap >= size)
    throw new RangeError(`An overlap of ${overlap} px does not fit tiles of ${size}.`);
  return { width, height, size, across: planAxis(width, size, overlap), down: planAxis(height, size, overlap) };
}

/** Every tile of the plan, row by row. */
export function tilesOf({ across, down }: TilePlan): TileIndex[] {
  return down.flatMap((_, row) => across.map((__, column) => ({ column, row })));
}

function planAxis(length: number, size: number, overlap: number): Span[] {
  const count = length <= size ? 1 : Math.ceil((length - overlap) / (size - overlap));
  const starts = Array.from({ length: count }, (_, i) =>
    count === 1 ? -((size - length) >> 1) : Math.round((i * (length - size)) / (count - 1)),
  );
  return shares(starts, length, size).map((weights, i) => ({ start: starts[i], weights }));
}

/** Triangular weights, so that a pixel near a tile's edge, where context is missing, counts least; then normalised. */
function shares(starts: readonly number[], length: number, size: number): Float64Array[] {
  const sums = new Float64Array(length);
  const triangle = Float64Array.from({ length: size }, (_, i) => Math.min(i + 1, size - i));
  const inside = (start: number, i: number) => start + i >= 0 && start + i < length;
  for (const start of starts) {
    for (let i = 0; i < size; i++) if (inside(start, i)) sums[start + i] += triangle[i];
  }
  return starts.map(start => triangle.map((weight, i) => (inside(start, i) ? weight / sums[start + i] : 0)));
}

/** The network's input for one tile: gray / 255, [size, size]; beyond the picture it is mirrored about its outermost pixels. */
export function cutTile(image: GrayImage, plan: TilePlan, { column, row }: TileIndex): Float32Array {
  const xs = mirrored(plan.across[column].start, plan.size, image.width);
  const ys = mirrored(plan.down[row].start, plan.size, image.height);
  const tile = new Float32Array(plan.size * plan.size);
  for (let y = 0, i = 0; y < plan.size; y++) {
    const line = ys[y] * image.width;
    for (let x = 0; x < plan.size; x++, i++) tile[i] = image.data[line + xs[x]] / 255;
  }
  return tile;
}

/** The positions start, start + 1, … folded back into [0, length) without repeating the outermost pixel. */
export function mirrored(start: number, count: number, length: number): Int32Array {
  const period = Math.max(1, 2 * (length - 1));
  return Int32Array.from({ length: count }, (_, i) => {
    const position = (((start + i) % period) + period) % period;
    return position < length ? position : period - position;
  });
}

/** Adds a tile's output, [size, size], to `sum` with the tile's weights; after the last tile `sum` is the blend. */
export function addTile(sum: FloatImage, plan: TilePlan, index: TileIndex, tile: Float32Array): void {
  eachPixel(plan, index, (at, pixel, share) => {
    sum.data[pixel] += tile[at] * share;
  });
}

/** Visits the pixels of a tile that lie in the picture: their places in the tile and in the picture, and the tile's share. */
export function eachPixel(
  plan: TilePlan,
  { column, row }: TileIndex,
  visit: (at: number, pixel: number, share: number) => void,
): void {
  const across = plan.across[column];
  const down = plan.down[row];
  const firstX = Math.max(0, -across.start);
  const endX = Math.min(plan.size, plan.width - across.start);
  for (let y = Math.max(0, -down.start); y < Math.min(plan.size, plan.height - down.start); y++) {
    const line = (down.start + y) * plan.width + across.start;
    const weight = down.weights[y];
    for (let x = firstX; x < endX; x++) visit(y * plan.size + x, line + x, across.weights[x] * weight);
  }
}
