import type { FloatImage } from '../image/gray-image.ts';

const SCALES = [1, 1.5, 2, 3, 4];
/** The strongest ridges but so many are 1. */
const STRONGEST = 0.995;

/**
 * How much a picture is a dark line at each pixel, 0 to 1: the larger second derivative of the picture blurred by sigma, times sigma², the
 * largest over sigma (Sato 1998). `image.data` is [height, width].
 */
export function ridgeOf(image: FloatImage): Float32Array {
  const strongest = new Float32Array(image.data.length);
  for (const sigma of SCALES) {
    const smooth = blurred(image, sigma);
    secondDerivative(smooth, image.width, image.height, (i, value) => {
      const strength = value * sigma ** 2;
      if (strength > strongest[i]) strongest[i] = strength;
    });
  }
  const top = strongest.toSorted()[Math.floor((strongest.length - 1) * STRONGEST)];
  if (top > 0) for (let i = 0; i < strongest.length; i++) strongest[i] = Math.min(1, strongest[i] / top);
  return strongest;
}

/** The larger eigenvalue of the Hessian of every pixel, by differences of neighbours; the rim takes its neighbours' place. */
function secondDerivative(
  data: Float32Array,
  width: number,
  height: number,
  visit: (at: number, value: number) => void,
): void {
  for (let y = 0; y < height; y++) {
    const [up, down] = [y > 0 ? -width : 0, y + 1 < height ? width : 0];
    for (let x = 0; x < width; x++) {
      const [left, right] = [x > 0 ? -1 : 0, x + 1 < width ? 1 : 0];
      const at = y * width + x;
      const xx = data[at + left] - 2 * data[at] + data[at + right];
      const yy = data[at + up] - 2 * data[at] + data[at + down];
      const xy = (data[at + up + left] - data[at + up + right] - data[at + down + left] + data[at + down + right]) / 4;
      visit(at, (xx + yy) / 2 + Math.hypot((xx - yy) / 2, xy));
    }
  }
}

/** A Gaussian blur of ±3 sigma, rows then columns; beyond the rim the picture goes on as it ends. */
function blurred({ data, width, height }: FloatImage, sigma: number): Float32Array {
  const reach = Math.ceil(3 * sigma);
  const weights = Float32Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const along = (from: Float32Array, length: number, count: number, step: number, next: number) => {
    const to = new Float32Array(from.length);
    for (let line = 0; line < count; line++) {
      for (let i = 0; i < length; i++) {
        let sum = 0;
        for (let k = -reach; k <= reach; k++) {
          const at = Math.min(length - 1, Math.max(0, i + k));
          sum += weights[k + reach] * from[line * next + at * step];
        }
        to[line * next + i * step] = sum / total;
      }
    }
    return to;
  };
  return along(along(data, width, height, 1, width), height, width, width, 1);
}
