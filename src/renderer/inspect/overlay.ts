import { countAtThreshold, diceAndIou } from '../../shared/metrics/confusion.ts';

/** What the overlay tells. */
export type View = 'mask' | 'probability' | 'comparison';

export interface OverlayInput {
  /** 0 to 255 a pixel. */
  readonly probability: Uint8Array;
  /** What people marked, more than 0 where there is crack; null when nobody has. */
  readonly truth: Uint8Array | null;
  /** A pixel is crack where its probability is above, 0 to 1. */
  readonly threshold: number;
  readonly view: View;
}

type Tint = readonly [number, number, number, number];

const CRACK: Tint = [255, 90, 60, 170];
/** Of a comparison: both say crack; only people do; only the model does. */
export const HIT = '#3fd08a';
export const MISSED = '#4c8dff';
export const FALSE_ALARM = '#ff5a3c';
const HIT_TINT: Tint = [63, 208, 138, 190];
const MISSED_TINT: Tint = [76, 141, 255, 210];
const FALSE_TINT: Tint = [255, 90, 60, 190];

/** The overlay's pixels, transparent where there is nothing to tell: [height, width, RGBA]. */
export function overlayPixels({ probability, truth, threshold, view }: OverlayInput): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(probability.length * 4);
  const limit = threshold * 255;
  for (let i = 0; i < probability.length; i++) {
    const value = probability[i];
    if (view === 'probability') {
      pixels.set(CRACK, i * 4);
      pixels[i * 4 + 3] = value * 0.85;
    } else {
      const tint = tintOf(value > limit, view === 'comparison' && truth ? truth[i] > 0 : undefined);
      if (tint) pixels.set(tint, i * 4);
    }
  }
  return pixels;
}

/** `marked`: what people say, undefined when they are not asked. */
function tintOf(predicted: boolean, marked: boolean | undefined): Tint | null {
  if (marked === undefined) return predicted ? CRACK : null;
  if (marked) return predicted ? HIT_TINT : MISSED_TINT;
  return predicted ? FALSE_TINT : null;
}

/** Pixels called crack, and how well they agree with what people marked. */
export interface Scores {
  readonly crackPixels: number;
  readonly agreement: { readonly dice: number; readonly iou: number } | null;
}

export function scoresAt({ probability, truth, threshold }: Omit<OverlayInput, 'view'>): Scores {
  const marked = truth ?? new Uint8Array(probability.length);
  const counts = countAtThreshold(probability, marked, threshold * 255);
  return { crackPixels: counts.tp + counts.fp, agreement: truth && diceAndIou(counts) };
}
