import { type Component, componentsOf } from '../image/components.ts';
import type { FloatImage } from '../image/gray-image.ts';
import { type Grid, gridOf } from '../measure/grid.ts';
import { thin } from '../measure/thin.ts';
import { crossingsOf } from './crossings.ts';

/** A crack in one frame; places are px of the frame's crop. */
export interface Detection {
  readonly areaPx: number;
  /** The largest probability of its pixels. */
  readonly score: number;
  /** x and y of its skeleton in turn, every pixel of it. */
  readonly skeleton: Float64Array;
  /** Indices of its pixels in the crop. */
  readonly pixels: Int32Array;
  /** The same number as other detections that it crosses; null where it crosses none. */
  readonly crossing: number | null;
  /** What it was cut out of, for it covered several cracks that are known to be apart; null where it was not. */
  readonly whole: Detection | null;
  /** Whether its branches meet so near the edge of the picture that two may cross there. */
  readonly unclear: boolean;
}

export interface DetectionLimits {
  /** A detection holds a pixel of at least this probability … */
  readonly high: number;
  /** … and all pixels that hang together with it down to this one. */
  readonly low: number;
  readonly minAreaPx: number;
  /** Pixels of the skeleton. */
  readonly minLengthPx: number;
}

/** Below the threshold a crack goes on down to this share of it. */
export const LOW_SHARE = 0.6;

/** What a frame's probability [height, width] holds: hysteresis over pixels (Canny 1986), the largest first. Cracks that cross are apart. */
export function detectionsOf(probability: FloatImage, limits: DetectionLimits): Detection[] {
  const { high, low, minAreaPx, minLengthPx } = limits;
  const { width, height, data } = probability;
  const mask = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) mask[i] = data[i] >= low ? 1 : 0;
  return componentsOf(mask, width, height)
    .filter(({ pixels }) => pixels.length >= minAreaPx)
    .map(component => ({ component, score: component.pixels.reduce((most, at) => Math.max(most, data[at]), 0) }))
    .filter(({ score }) => score >= high)
    .flatMap(({ component, score }, number) => cracksOf(component, score, number, probability))
    .filter(({ skeleton, areaPx }) => skeleton.length / 2 >= minLengthPx && areaPx >= minAreaPx)
    .sort((a, b) => b.areaPx - a.areaPx);
}

function cracksOf({ box, pixels }: Component, score: number, number: number, picture: FloatImage): Detection[] {
  const grid = gridOf({ box, pixels }, picture.width);
  const thinned = thin(grid);
  const skeleton = placesOf(
    grid,
    [...thinned.data.keys()].filter(at => thinned.data[at] === 1),
  );
  const { cracks, unclear } = crossingsOf(thinned, grid, picture);
  const whole = { areaPx: pixels.length, score, skeleton, pixels, crossing: null, whole: null, unclear };
  if (cracks.length < 2) return [whole];
  const skeletons = cracks.map(own => placesOf(grid, own));
  return cutUp({ ...whole, crossing: number }, skeletons, picture.width);
}

/** x and y in turn. */
function placesOf({ width, left, top }: Grid, pixels: readonly number[]): Float64Array {
  return Float64Array.from(pixels.flatMap(at => [left + (at % width), top + Math.floor(at / width)]));
}

/** A detection as several with these skeletons, [x, y] in turn: each pixel belongs to the skeleton that is nearest along the crack. */
export function cutUp(whole: Detection, skeletons: readonly Float64Array[], width: number): Detection[] {
  const left = new Set(whole.pixels);
  const own = skeletons.map((): number[] => []);
  let front = skeletons.flatMap((points, part) =>
    Array.from({ length: points.length / 2 }, (_, i) => ({ at: points[2 * i + 1] * width + points[2 * i], part })),
  );
  while (front.length > 0) {
    const taken = front.filter(({ at }) => left.delete(at));
    for (const { at, part } of taken) own[part].push(at);
    front = taken.flatMap(({ at, part }) =>
      [-width - 1, -width, 1 - width, -1, 1, width - 1, width, width + 1].map(step => ({ at: at + step, part })),
    );
  }
  return skeletons.map((skeleton, part) => {
    const pixels = Int32Array.from(own[part]);
    return { ...whole, skeleton, pixels, areaPx: pixels.length };
  });
}
