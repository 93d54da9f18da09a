import type { FloatImage, GrayImage } from './gray-image.ts';

/** For each output position along one axis: the two source positions it lies between and how far it is past the first. */
interface Taps {
  readonly near: Int32Array;
  readonly far: Int32Array;
  readonly fraction: Float32Array;
}

/** Pixel centres are aligned, (i + 0.5) · scale - 0.5, and positions beyond the outermost centres clamp to them. */
function linearTaps(from: number, to: number): Taps {
  const taps = { near: new Int32Array(to), far: new Int32Array(to), fraction: new Float32Array(to) };
  for (let i = 0; i < to; i++) {
    const position = Math.fround((i + 0.5) * (from / to) - 0.5);
    const floor = Math.floor(position);
    taps.near[i] = Math.min(Math.max(floor, 0), from - 1);
    taps.far[i] = Math.min(Math.max(floor + 1, 0), from - 1);
    taps.fraction[i] = position - floor;
  }
  return taps;
}

/** OpenCV weighs 8-bit pixels in whole units of 1/2048, rounding ties to even. */
function weightsOf(fraction: Float32Array): Int32Array {
  return Int32Array.from(fraction, value => {
    const weight = value * 2048;
    const floor = Math.floor(weight);
    return weight - floor === 0.5 ? floor + (floor & 1) : Math.round(weight);
  });
}

/**
 * cv2.resize(image, (width, height), interpolation=INTER_LINEAR) of 8-bit gray with OpenCV's fixed-point arithmetic,
 * bit for bit with OpenCV 4.6 and 5.0. No antialiasing, as there.
 */
export function resizeBilinear(image: GrayImage, width: number, height: number): GrayImage {
  const across = linearTaps(image.width, width);
  const down = linearTaps(image.height, height);
  // Both taps of a clamped column are one pixel; OpenCV then gives it the whole weight, but splits that of a clamped row.
  for (let x = 0; x < width; x++) if (across.near[x] === across.far[x]) across.fraction[x] = 0;
  const far = weightsOf(across.fraction);
  const near = weightsOf(across.fraction.map(fraction => 1 - fraction));
  const below = weightsOf(down.fraction);
  const above = weightsOf(down.fraction.map(fraction => 1 - fraction));
  const data = new Uint8Array(width * height);
  let upper: Row = { source: -1, sums: new Int32Array(width) };
  let lower: Row = { source: -1, sums: new Int32Array(width) };
  for (let y = 0; y < height; y++) {
    // Enlarging, the next output row mostly lies between the same two source rows, or one further.
    if (lower.source === down.near[y]) [upper, lower] = [lower, upper];
    fillRow(upper, image, down.near[y], across, near, far);
    fillRow(lower, image, down.far[y], across, near, far);
    const [a, b, weightA, weightB] = [upper.sums, lower.sums, above[y], below[y]];
    const out = data.subarray(y * width, (y + 1) * width);
    // OpenCV cuts 4 + 16 + 2 bits off the 22 of the weights in this order, and only the last cut rounds.
    for (let x = 0; x < width; x++) {
      out[x] = (((weightA * (a[x] >> 4)) >> 16) + ((weightB * (b[x] >> 4)) >> 16) + 2) >> 2;
    }
  }
  return { width, height, data };
}

interface Row {
  source: number;
  readonly sums: Int32Array;
}

function fillRow(row: Row, image: GrayImage, source: number, taps: Taps, near: Int32Array, far: Int32Array): void {
  if (row.source === source) return;
  row.source = source;
  const start = source * image.width;
  for (let x = 0; x < row.sums.length; x++) {
    row.sums[x] = image.data[start + taps.near[x]] * near[x] + image.data[start + taps.far[x]] * far[x];
  }
}

/** cv2.resize(…, INTER_LINEAR) of float32 [height, width] to within rounding: probabilities back to full size. */
export function resizeBilinearFloat(image: FloatImage, width: number, height: number): FloatImage {
  const across = linearTaps(image.width, width);
  const down = linearTaps(image.height, height);
  const data = new Float32Array(width * height);
  const source = image.data;
  for (let y = 0; y < height; y++) {
    const upper = down.near[y] * image.width;
    const lower = down.far[y] * image.width;
    const weight = down.fraction[y];
    for (let x = 0; x < width; x++) {
      const [near, far, fraction] = [across.near[x], across.far[x], across.fraction[x]];
      const top = source[upper + near] + (source[upper + far] - source[upper + near]) * fraction;
      const bottom = source[lower + near] + (source[lower + far] - source[lower + near]) * fraction;
      data[y * width + x] = top + (bottom - top) * weight;
    }
  }
  return { width, height, data };
}

/** cv2.resize(…, INTER_NEAREST), bit for bit: masks. Output pixel i reads floor(i · from / to), not pixel centres. */
export function resizeNearest(image: GrayImage, width: number, height: number): GrayImage {
  const columns = nearestIndices(image.width, width);
  const rows = nearestIndices(image.height, height);
  const data = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    const start = rows[y] * image.width;
    for (let x = 0; x < width; x++, i++) data[i] = image.data[start + columns[x]];
  }
  return { width, height, data };
}

/** The scale is inverted twice because OpenCV does, and the last bit decides where i · scale is nearly whole. */
function nearestIndices(from: number, to: number): Int32Array {
  const scale = 1 / (to / from);
  return Int32Array.from({ length: to }, (_, i) => Math.min(Math.floor(i * scale), from - 1));
}
