import type { GrayImage } from '../image/gray-image.ts';
import type { Station } from './centre-line.ts';

/**
 * How much a camera blurs, px: a lens of 0.7 px (usual for a sharp picture) over pixels that gather light on 1 px
 * (variance 1/12). A thin crack looks shallower and broader by it.
 */
const BLUR = Math.hypot(0.7, Math.sqrt(1 / 12));
/** Pixels up to this far from the line tell of the profile, px. */
const FARTHEST = 4;
const BIN = 0.25;

/** Thinner cracks leave no more than a hint, px. */
const NARROWEST = 0.3;

/** Cracks are shadows: about so much of the light around them is missing where they are wide, give or take. */
const DARKNESS = { usual: 0.75, deviation: 0.15 };
/** How far the model of the camera may be off, as a share of the profile's peak. */
const MODEL_ERROR = 0.08;

/**
 * How much darker than its surroundings a thin crack really is, gray levels: the depth of a bar that, blurred by the camera, fits the
 * pixels best; of bright ones negative. Below 1 px width and depth are hard to tell apart, above all along rows and columns, where every pixel
 * is at the same distance; there the usual darkness of cracks decides. `background` gives the gray level around a station.
 */
export function fittedDepth(gray: GrayImage, stations: readonly Station[], background: (station: number) => number) {
  const profile = pooledProfile(gray, stations, background);
  const level = stations.reduce((sum, _, i) => sum + background(i), 0) / stations.length;
  const sign = Math.sign(profile.reduce((sum, { depth }) => sum + depth, 0));
  const light = sign < 0 ? 255 - level : level;
  const peak = Math.max(...profile.map(({ depth }) => Math.abs(depth)));
  const prior = { depth: sign * DARKNESS.usual * light, weight: 1 / (DARKNESS.deviation * light) ** 2 };
  let best = { cost: Infinity, depth: 0 };
  for (let width = NARROWEST; width <= FARTHEST; width += 0.05) {
    const fit = depthFor(profile, width, prior, 1 / (MODEL_ERROR * peak) ** 2);
    if (fit.cost < best.cost) best = fit;
  }
  return best.depth;
}

/** The pixels themselves, not interpolated, along a whole line: mean depth by distance from it. */
interface Bin {
  readonly distance: number;
  readonly depth: number;
}

function pooledProfile(
  gray: GrayImage,
  stations: readonly Station[],
  background: (station: number) => number,
): readonly Bin[] {
  const sums = new Float64Array((2 * FARTHEST) / BIN);
  const counts = new Float64Array(sums.length);
  const distances = new Float64Array(sums.length);
  for (const [i, { x, y, nx, ny }] of stations.entries()) {
    const level = background(i);
    for (let v = Math.ceil(y - FARTHEST); v <= y + FARTHEST; v++) {
      for (let u = Math.ceil(x - FARTHEST); u <= x + FARTHEST; u++) {
        if (u < 0 || v < 0 || u >= gray.width || v >= gray.height) continue;
        const across = (u - x) * nx + (v - y) * ny;
        const aside = (u - x) * ny - (v - y) * nx;
        const bin = Math.floor((across + FARTHEST) / BIN);
        if (Math.abs(aside) > 0.5 || bin < 0 || bin >= sums.length) continue;
        sums[bin] += level - gray.data[v * gray.width + u];
        distances[bin] += across;
        counts[bin]++;
      }
    }
  }
  const bins = Array.from(counts, (count, bin) => ({ distance: distances[bin] / count, depth: sums[bin] / count }));
  return bins.filter((_, bin) => counts[bin] > 0);
}

/** The likeliest depth for a width, and how unlikely it is. */
function depthFor(
  profile: readonly Bin[],
  width: number,
  prior: { readonly depth: number; readonly weight: number },
  weight: number,
): { cost: number; depth: number } {
  let [xy, xx] = [prior.weight * prior.depth, prior.weight];
  const model = profile.map(({ distance }) => blurredBar(distance, width));
  for (const [i, height] of model.entries()) {
    xy += weight * height * profile[i].depth;
    xx += weight * height ** 2;
  }
  const depth = xy / xx;
  const misfit = model.reduce((sum, height, i) => sum + (profile[i].depth - depth * height) ** 2, 0);
  return { cost: weight * misfit + prior.weight * (depth - prior.depth) ** 2, depth };
}

/** A bar of height 1 as the camera sees it, `distance` px from its middle. */
function blurredBar(distance: number, width: number): number {
  const scale = Math.SQRT2 * BLUR;
  return (erf((width / 2 - distance) / scale) + erf((width / 2 + distance) / scale)) / 2;
}

/** To 1.5e-7 (Abramowitz and Stegun, 7.1.26). */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - tail * Math.exp(-x * x));
}
