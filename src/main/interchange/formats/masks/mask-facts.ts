import { colourKey } from '../../../../shared/image/colour.ts';
import { VOC_COLOURS, vocIndexOf } from '../voc/voc-colours.ts';
import { countValues, GRAYS, type MaskImage, numberColours } from './mask-image.ts';

/** Class numbers are small; among larger grays only 255 has a meaning, and many tools have it for void. */
export const MOST_INDEX = 31;
/** A mask has no more different values; a picture has. */
const MOST_CODES = 64;
/** Of a blurring compression's masks, so many times fewer pixels lie between the two sides than on the smaller one. */
const TWO_SIDED = 10;

/** What is said of a mask whatever stands beside it. A code is a gray, an index of a palette, or a colour (`0xRRGGBB`). */
export interface MaskFacts {
  readonly kind: MaskImage['kind'];
  /** How many pixels have each code; null where there are too many codes for a mask. */
  readonly counts: ReadonlyMap<number, number> | null;
  readonly isLossy: boolean;
  /** Codes that are background. */
  readonly background: ReadonlySet<number>;
  /** Pixels that are neither background nor of a class, such as soft edges. */
  readonly soft: number;
  /** Whether a blurring compression has left two sides that half of the largest value tells apart. */
  readonly isTwoSided: boolean;
  /** Whether the colours of its codes are those of VOC's palette. */
  readonly isVoc: boolean;
}

/**
 * A mask without alpha, and gray if all of its colours are. Where all that can be seen is of one colour, the alpha is the mask;
 * else what cannot be seen is black.
 */
export function flattened(mask: MaskImage): MaskImage {
  const { values, colours, alpha } = mask;
  const seen = alpha && coloursSeen(mask, alpha);
  if (alpha && seen === 1) return { ...mask, kind: 'gray', values: alpha, colours: GRAYS, alpha: null };
  if (alpha && seen !== 0) {
    return flattened({ ...mask, kind: 'colour', ...numberColours(onBlack(mask, alpha)), alpha: null });
  }
  const isGray = colours.every(colour => colour % 0x10101 === 0);
  if (mask.kind === 'gray' || !isGray) return { ...mask, alpha: null };
  const grays = Uint8Array.from(colours, colour => colour & 255);
  const data = new Uint8Array(values.length);
  for (let i = 0; i < data.length; i++) data[i] = grays[values[i]] ?? 0;
  return { ...mask, kind: 'gray', values: data, colours: GRAYS, alpha: null };
}

/** How many different colours can be seen: 0, 1, or 2 for more. */
function coloursSeen({ values, colours }: MaskImage, alpha: Uint8Array): 0 | 1 | 2 {
  let first = -1;
  for (let i = 0; i < values.length; i++) {
    if (alpha[i] === 0) continue;
    const colour = colours[values[i]] ?? 0;
    if (first < 0) first = colour;
    else if (colour !== first) return 2;
  }
  return first < 0 ? 0 : 1;
}

/** [height, width, 3]. */
function onBlack({ values, colours }: MaskImage, alpha: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(3 * values.length);
  for (let i = 0; i < values.length; i++) {
    const [colour, share] = [colours[values[i]] ?? 0, alpha[i] / 255];
    rgb[3 * i] = (colour >> 16) * share;
    rgb[3 * i + 1] = ((colour >> 8) & 255) * share;
    rgb[3 * i + 2] = (colour & 255) * share;
  }
  return rgb;
}

/** The code of a value of a flattened mask. */
export function codeOf({ kind, colours }: MaskImage, value: number): number {
  return kind === 'colour' ? colours[value] : value;
}

/** Of a flattened mask. */
export function factsOf(mask: MaskImage): MaskFacts {
  const { kind, isLossy, colours } = mask;
  const all = new Map([...countValues(mask)].map(([value, count]) => [codeOf(mask, value), count]));
  const colour = (code: number) => (kind === 'colour' ? code : (colours[code] ?? 0));
  const codes = [...all.keys()];
  const background = backgroundOf(kind, codes, colour);
  const isVoc = kind !== 'gray' && codes.every(code => isVocCode(kind, code, colour(code)));
  const isTwoSided = isLossy && kind === 'gray' && all.size > 2 && hasTwoSides(all);
  const isTooMany = all.size > MOST_CODES && !isTwoSided && (kind !== 'gray' || isLossy);
  const soft = () => (kind === 'gray' ? between(all) : isVoc ? 0 : blends(all, background, colour));
  return {
    kind,
    isLossy,
    counts: isTooMany ? null : all,
    background,
    soft: isTooMany ? unlikely(all) : soft(),
    isTwoSided,
    isVoc,
  };
}

/** Black; else, in a palette 0, and among colours white; a gray mask may be crack all over. */
function backgroundOf(kind: MaskImage['kind'], codes: readonly number[], colour: (code: number) => number) {
  const black = codes.filter(code => colour(code) === 0);
  if (black.length > 0 || kind === 'gray') return new Set(black);
  return new Set(kind === 'palette' ? [0] : codes.filter(code => code === 0xffffff));
}

/** The first 21 colours and that of void: those of higher indices are mixtures of them. */
function isVocCode(kind: MaskImage['kind'], code: number, colour: number): boolean {
  if (kind === 'palette') return colourKey(VOC_COLOURS[code] ?? [0, 0, 0]) === colour && (code > 0 || colour === 0);
  const index = vocIndexOf(colour);
  return index !== undefined && (index <= 20 || index === 255);
}

/** How many pixels are neither 0 nor of the largest gray. */
function between(counts: ReadonlyMap<number, number>): number {
  const top = Math.max(...counts.keys());
  return sum(counts, gray => gray > 0 && gray < top);
}

function hasTwoSides(counts: ReadonlyMap<number, number>): boolean {
  const top = Math.max(...counts.keys());
  const low = sum(counts, gray => gray <= top / 4);
  const high = sum(counts, gray => gray >= (top * 3) / 4);
  return (
    top > MOST_INDEX && TWO_SIDED * sum(counts, gray => gray > top / 4 && gray < (top * 3) / 4) <= Math.min(low, high)
  );
}

/** How many pixels have a colour between the background's and that of more pixels: edges that were smoothed. */
function blends(
  counts: ReadonlyMap<number, number>,
  background: ReadonlySet<number>,
  colour: (code: number) => number,
): number {
  const codes = [...counts.keys()].filter(code => !background.has(code));
  const below = [...background].map(colour);
  const isBlend = (code: number) =>
    codes.some(
      other =>
        counts.get(other)! > counts.get(code)! && below.some(back => isBetween(colour(code), back, colour(other))),
    );
  return sum(counts, code => !background.has(code) && isBlend(code));
}

/** Whether a colour is a mixture of two others, up to what rounding makes of it. */
function isBetween(colour: number, back: number, front: number): boolean {
  const channels = [16, 8, 0].map(shift => [colour, back, front].map(each => (each >> shift) & 255));
  const [value, from, to] = channels.reduce((most, each) =>
    Math.abs(each[2] - each[1]) > Math.abs(most[2] - most[1]) ? each : most,
  );
  const share = (value - from) / (to - from);
  return share > 0 && share < 1 && channels.every(([is, a, b]) => Math.abs(is - a - share * (b - a)) <= 3);
}

/** How many pixels are not of the two most frequent codes. */
function unlikely(counts: ReadonlyMap<number, number>): number {
  const frequent = [...counts.values()].sort((a, b) => b - a);
  return frequent.slice(2).reduce((total, count) => total + count, 0);
}

function sum(counts: ReadonlyMap<number, number>, wanted: (code: number) => boolean): number {
  let total = 0;
  for (const [code, count] of counts) if (wanted(code)) total += count;
  return total;
}
