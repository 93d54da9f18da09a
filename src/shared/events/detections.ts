import { componentsOf } from '../image/components.ts';
import type { Box, FloatImage } from '../image/gray-image.ts';
import { gridOf } from '../measure/grid.ts';
import { thin } from '../measure/thin.ts';

/** A crack in one frame; places are px of the frame's crop. */
export interface Detection {
  readonly box: Box;
  readonly areaPx: number;
  /** The largest probability of its pixels. */
  readonly score: number;
  /** x and y of its skeleton in turn, every pixel of it. */
  readonly skeleton: Float64Array;
  /** Indices of its pixels in the crop. */
  readonly pixels: Int32Array;
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

/** What a frame's probability [height, width] holds: hysteresis over pixels (Canny 1986), the largest first. */
export function detectionsOf(
  probability: FloatImage,
  { high, low, minAreaPx, minLengthPx }: DetectionLimits,
): Detection[] {
  const { width, height, data } = probability;
  const mask = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) mask[i] = data[i] >= low ? 1 : 0;
  return componentsOf(mask, width, height)
    .filter(({ pixels }) => pixels.length >= minAreaPx)
    .map(component => ({ component, score: component.pixels.reduce((most, at) => Math.max(most, data[at]), 0) }))
    .filter(({ score }) => score >= high)
    .map(({ component, score }) => {
      const grid = gridOf(component, width);
      const skeleton: number[] = [];
      for (const [at, on] of thin(grid).data.entries()) {
        if (on) skeleton.push(grid.left + (at % grid.width), grid.top + Math.floor(at / grid.width));
      }
      const { box, pixels } = component;
      return { box, areaPx: pixels.length, score, skeleton: Float64Array.from(skeleton), pixels };
    })
    .filter(({ skeleton }) => skeleton.length / 2 >= minLengthPx)
    .sort((a, b) => b.areaPx - a.areaPx);
}
