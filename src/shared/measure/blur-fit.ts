import type { GrayImage } from '../image/gray-image.ts';
import type { Station } from './centre-line.ts';

/**
 * How much a camera usually blurs, px: a lens of 0.7 px (a sharp picture) over pixels that gather light on 1 px (variance 1/12).
 * Focus, compression and smoothing add to it, so it is fitted; `deviation` is of its logarithm.
 */
const BLUR = { usual: Math.hypot(0.7, Math.sqrt(1 / 12)), deviation: 0.15, least: 0.3, most: 2.6 };
/** Cracks are shadows: about so much of the light around them is missing where they are wide, give or take. */
const DARKNESS = { usual: 0.75, deviation: 0.15 };
/** How far a pixel may be off by noise, gray levels, and a bin by what no bar explains, as a share of the peak. */
const PIXEL_ERROR = 4;
const MODEL_ERROR = 0.015;

/** Pixels up to this far beyond the mask's edge tell of the profile, px. */
const BEYOND = 4;
const BIN = 0.25;
/** Thinner cracks leave no more than a hint, px. */
const NARROWEST = 0.3;

/** The bar that explains a profile: its width and the deviation of its blur, px. */
export interface FittedBar {
  readonly width: number;
  readonly blur: number;
}

/**
 * The width of a crack of even width that is too thin to be seen without the camera's blur: that of the bar which, blurred, fits the
 * pixels along its stations best. Where the crack is thinner than the blur is broad, width, depth and blur are hard to tell apart; there
 * the usual sharpness, the usual darkness of cracks and the mask's width decide, and two of them outvote the third.
 * `background` gives the gray level around a station; `known` is the width by the mask and how far it may be off, px.
 */
export function fittedBar(
  gray: GrayImage,
  stations: readonly Station[],
  background: (station: number) => number,
  known: { readonly width: number; readonly error: number },
): FittedBar {
  const profile = pooledProfile(gray, stations, background, known.width / 2 + BEYOND);
  const level = stations.reduce((sum, _, i) => sum + background(i), 0) / stations.length;
  const cost = ({ width, blur }: FittedBar) => {
    const { depth, misfit } = fitOf(profile, width, blur);
    const light = depth < 0 ? 255 - level : level;
    const darkness = (Math.abs(depth) / Math.max(1, light) - DARKNESS.usual) / DARKNESS.deviation;
    const sharpness = Math.log(blur / BLUR.usual) / BLUR.deviation;
    return misfit + doubt(darkness) + doubt(sharpness) + doubt((width - known.width) / known.error);
  };
  const widest = known.width + BEYOND;
  let best = { width: known.width, blur: BLUR.usual, cost: Infinity };
  let [step, factor, steps] = [0.25, 1.15, 40];
  for (let turn = 0; turn < 4; turn++) {
    const { width, blur } = best;
    for (let i = -steps; i <= steps; i++) {
      for (let j = -Math.min(steps, 12); j <= Math.min(steps, 12); j++) {
        const bar = { width: width + i * step, blur: blur * factor ** j };
        if (bar.width < NARROWEST || bar.width > widest || bar.blur < BLUR.least || bar.blur > BLUR.most) continue;
        const here = cost(bar);
        if (here < best.cost) best = { ...bar, cost: here };
      }
    }
    [step, factor, steps] = [step / 2, Math.sqrt(factor), 2];
  }
  return best;
}

/** How unlikely a value is, `deviations` off the usual, that may well be quite another one (Cauchy): twice the logarithm. */
function doubt(deviations: number): number {
  return 2 * Math.log(1 + deviations ** 2);
}

/** The pixels themselves, not interpolated, along a whole line: mean depth by distance from it. */
interface Bin {
  readonly distance: number;
  readonly depth: number;
  /** One by the variance of the depth. */
  readonly weight: number;
}

function pooledProfile(
  gray: GrayImage,
  stations: readonly Station[],
  background: (station: number) => number,
  reach: number,
): readonly Bin[] {
  const sums = new Float64Array(Math.ceil((2 * reach) / BIN));
  const counts = new Float64Array(sums.length);
  const distances = new Float64Array(sums.length);
  for (const [i, { x, y, nx, ny }] of stations.entries()) {
    const level = background(i);
    for (let v = Math.ceil(y - reach); v <= y + reach; v++) {
      for (let u = Math.ceil(x - reach); u <= x + reach; u++) {
        if (u < 0 || v < 0 || u >= gray.width || v >= gray.height) continue;
        const across = (u - x) * nx + (v - y) * ny;
        const aside = (u - x) * ny - (v - y) * nx;
        const bin = Math.floor((across + reach) / BIN);
        if (Math.abs(aside) > 0.5 || bin < 0 || bin >= sums.length) continue;
        sums[bin] += level - gray.data[v * gray.width + u];
        distances[bin] += across;
        counts[bin]++;
      }
    }
  }
  const peak = sums.reduce((most, sum, bin) => Math.max(most, counts[bin] > 0 ? Math.abs(sum / counts[bin]) : 0), 0);
  return Array.from(counts, (count, bin) => ({
    distance: distances[bin] / count,
    depth: sums[bin] / count,
    weight: 1 / (PIXEL_ERROR ** 2 / count + (MODEL_ERROR * peak) ** 2),
  })).filter((_, bin) => counts[bin] > 0);
}

/** The depth that fits a bar's blurred profile best beside an even error of the background, and how badly it does. */
function fitOf(profile: readonly Bin[], width: number, blur: number): { depth: number; misfit: number } {
  let [sum, sumH, sumD, sumHH, sumHD, sumDD] = [0, 0, 0, 0, 0, 0];
  for (const { distance, depth, weight } of profile) {
    const height = blurredBar(distance, width, blur);
    sum += weight;
    sumH += weight * height;
    sumD += weight * depth;
    sumHH += weight * height ** 2;
    sumHD += weight * height * depth;
    sumDD += weight * depth ** 2;
  }
  const spread = sumHH - sumH ** 2 / sum;
  const depth = spread > 0 ? (sumHD - (sumH * sumD) / sum) / spread : 0;
  return { depth, misfit: sumDD - sumD ** 2 / sum - depth ** 2 * spread };
}

/** A bar of height 1 as the camera sees it, `distance` px from its middle. */
function blurredBar(distance: number, width: number, blur: number): number {
  const scale = Math.SQRT2 * blur;
  return (erf((width / 2 - distance) / scale) + erf((width / 2 + distance) / scale)) / 2;
}

/** To 1.5e-7 (Abramowitz and Stegun, 7.1.26). */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - tail * Math.exp(-x * x));
}
