/**
 * For every pixel the squared Euclidean distance, px², to the nearest pixel of `mask` that is not 0; Infinity where
 * there is none. `mask` is [height, width]. Exact, in time linear in the number of pixels: the lower envelope of
 * parabolas of Felzenszwalb and Huttenlocher, "Distance Transforms of Sampled Functions" (Theory of Computing 8, 2012),
 * down the columns after plain counting along the rows.
 */
export function squaredDistances(mask: ArrayLike<number>, width: number, height: number): Float64Array {
  if (mask.length !== width * height) throw new RangeError(`${mask.length} pixels are no ${width}x${height} mask.`);
  const squared = new Float64Array(width * height);
  for (let y = 0; y < height; y++) alongRow(mask, squared, y * width, width);
  const scratch = newScratch(height);
  for (let x = 0; x < width; x++) downColumn(squared, x, width, height, scratch);
  return squared;
}

/** Squared distance to the nearest crack pixel of the same row. */
function alongRow(mask: ArrayLike<number>, squared: Float64Array, start: number, width: number): void {
  let distance = Infinity;
  for (let x = 0; x < width; x++) {
    distance = mask[start + x] !== 0 ? 0 : distance + 1;
    squared[start + x] = distance * distance;
  }
  distance = Infinity;
  for (let x = width - 1; x >= 0; x--) {
    distance = mask[start + x] !== 0 ? 0 : distance + 1;
    squared[start + x] = Math.min(squared[start + x], distance * distance);
  }
}

interface Scratch {
  /** The column before it is overwritten. */
  readonly heights: Float64Array;
  /** The rows whose parabolas make the envelope, top to bottom. */
  readonly rows: Int32Array;
  /** Where each of them takes over from the one before. */
  readonly from: Float64Array;
}

function newScratch(height: number): Scratch {
  return { heights: new Float64Array(height), rows: new Int32Array(height), from: new Float64Array(height) };
}

/** Replaces a column f by min over q of (y - q)² + f(q). */
function downColumn(squared: Float64Array, x: number, width: number, height: number, scratch: Scratch): void {
  const { heights, rows, from } = scratch;
  let count = 0;
  for (let q = 0; q < height; q++) {
    const f = squared[q * width + x];
    heights[q] = f;
    // A row without crack adds no parabola: infinite ones would meet nowhere.
    if (f === Infinity) continue;
    let start = -Infinity;
    while (count > 0) {
      const p = rows[count - 1];
      start = (f + q * q - heights[p] - p * p) / (2 * (q - p));
      if (start > from[count - 1]) break;
      count--;
      start = -Infinity;
    }
    rows[count] = q;
    from[count++] = start;
  }
  if (count === 0) return;
  for (let y = 0, k = 0; y < height; y++) {
    while (k + 1 < count && from[k + 1] < y) k++;
    squared[y * width + x] = (y - rows[k]) ** 2 + heights[rows[k]];
  }
}
