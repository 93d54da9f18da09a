import type { Colour } from '../../shared/image/colour.ts';
import { diceAndIou } from '../../shared/metrics/confusion.ts';
import { packed } from '../canvas/mask-overlay.ts';

/** What the overlay tells. */
export type View = 'mask' | 'probability' | 'comparison';

/** What is known of every pixel. */
export interface Said {
  /** 0 to 255. */
  readonly probability: Uint8Array;
  /** What people marked, more than 0 where there is crack; null when nobody has. */
  readonly truth: Uint8Array | null;
  /** The class, from 1, of what is crack; null where classes are not told apart. */
  readonly classes: Uint8Array | null;
}

/** Of a comparison: both say crack; only people do; only the model does. */
export const HIT = '#3fd08a';
export const MISSED = '#4c8dff';
export const FALSE_ALARM = '#ff5a3c';

const CRACK: Colour = [255, 90, 60];
const HIT_PIXEL = packed([63, 208, 138], 120);
const MISSED_PIXEL = packed([76, 141, 255], 140);
const FALSE_PIXEL = packed(CRACK, 140);

/**
 * The overlay's pixel for each probability, 0 to 255, where people marked nothing, and after these 256 where they marked
 * crack; 0, transparent, where there is nothing to tell. Above the threshold (0 to 1) is crack. So a slider that moves
 * costs 512 decisions and not one for each pixel.
 */
export function pixelTable(view: View, threshold: number, colour = CRACK): Uint32Array {
  const limit = threshold * 255;
  const crackPixel = packed(colour, 120);
  return Uint32Array.from({ length: 512 }, (_, i) => {
    const value = i & 255;
    const isMarked = i > 255;
    if (view === 'probability') return value === 0 ? 0 : packed(colour, value * 0.85);
    if (view === 'mask') return value > limit ? crackPixel : 0;
    if (isMarked) return value > limit ? HIT_PIXEL : MISSED_PIXEL;
    return value > limit ? FALSE_PIXEL : 0;
  });
}

/** Fills the overlay, [height, width], in place; where classes are told apart, each has a table of its own (`classTable`). */
export function paint(pixels: Uint32Array, { probability, truth, classes }: Said, table: Uint32Array): void {
  if (classes && table.length > 512) {
    for (let i = 0; i < pixels.length; i++) {
      pixels[i] = table[512 * (classes[i] - 1) + probability[i] + (truth && truth[i] > 0 ? 256 : 0)];
    }
    return;
  }
  if (!truth) {
    for (let i = 0; i < pixels.length; i++) pixels[i] = table[probability[i]];
    return;
  }
  for (let i = 0; i < pixels.length; i++) pixels[i] = table[probability[i] + (truth[i] === 0 ? 0 : 256)];
}

/** `pixelTable` for each class's colour in turn, one after the other. */
export function classTable(view: View, threshold: number, colours: readonly Colour[]): Uint32Array {
  const table = new Uint32Array(512 * colours.length);
  for (const [k, colour] of colours.entries()) table.set(pixelTable(view, threshold, colour), 512 * k);
  return table;
}

/** How many pixels have each probability, in the order of `pixelTable`. */
export function histogramOf({ probability, truth }: Said): Uint32Array {
  const counts = new Uint32Array(512);
  for (let i = 0; i < probability.length; i++) counts[probability[i] + (truth && truth[i] > 0 ? 256 : 0)]++;
  return counts;
}

/** Pixels called crack, and how well they agree with what people marked. */
export interface Scores {
  readonly crackPixels: number;
  readonly agreement: { readonly dice: number; readonly iou: number } | null;
}

/** The scores at a threshold, 0 to 1; `isMarked` tells whether people have marked anything at all. */
export function scoresAt(histogram: Uint32Array, threshold: number, isMarked: boolean): Scores {
  const limit = threshold * 255;
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (let value = 0; value < 256; value++) {
    const isCrack = value > limit;
    counts[isCrack ? 'tp' : 'fn'] += histogram[value + 256];
    counts[isCrack ? 'fp' : 'tn'] += histogram[value];
  }
  return { crackPixels: counts.tp + counts.fp, agreement: isMarked ? diceAndIou(counts) : null };
}
