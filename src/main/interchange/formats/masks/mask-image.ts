/** A mask as some tool wrote it: a value for each pixel, and what the values look like. */
export interface MaskImage {
  readonly width: number;
  readonly height: number;
  /** What the values are: gray (16 bits brought to 8), indices of a palette, or numbers of colours as they first occur. */
  readonly kind: 'gray' | 'palette' | 'colour';
  /** [height, width]. */
  readonly values: Uint8Array | Uint32Array;
  /** `0xRRGGBB` of each value. */
  readonly colours: readonly number[];
  /** [height, width], 0 for what cannot be seen; null where all of it can be. */
  readonly alpha: Uint8Array | null;
  /** Whether the file's kind of compression blurs. */
  readonly isLossy: boolean;
}

/** The colour of each gray. */
export const GRAYS: readonly number[] = Array.from({ length: 256 }, (_, gray) => gray * 0x10101);

/** Masks of more pixels are numbered by a table of all colours, which takes 64 MiB and no time; others by a map. */
const LARGE = 2 ** 20;

/** Numbers the colours of [height, width, 3] as they first occur. */
export function numberColours(rgb: Uint8Array): Pick<MaskImage, 'values' | 'colours'> {
  const values = new Uint32Array(rgb.length / 3);
  const colours: number[] = [];
  const table = values.length > LARGE ? new Uint32Array(2 ** 24) : null;
  const map = new Map<number, number>();
  let [last, number] = [-1, 0];
  for (let i = 0; i < values.length; i++) {
    const colour = (rgb[3 * i] << 16) | (rgb[3 * i + 1] << 8) | rgb[3 * i + 2];
    if (colour !== last) {
      // Numbers are kept from 1 on: 0 is a colour that did not occur yet.
      number = (table ? table[colour] : map.get(colour)) || colours.push(colour);
      if (table) table[colour] = number;
      else map.set(colour, number);
      last = colour;
    }
    values[i] = number - 1;
  }
  return { values, colours };
}

/** How many pixels have each value that occurs, by value. */
export function countValues({ values }: Pick<MaskImage, 'values'>): Map<number, number> {
  let highest = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > highest) highest = values[i];
  const counts = new Uint32Array(highest + 1);
  for (let i = 0; i < values.length; i++) counts[values[i]]++;
  return new Map([...counts].flatMap((count, value) => (count > 0 ? [[value, count] as const] : [])));
}

/**
 * 16 bits as the 8 that were meant: small values are numbers of classes; else, white being 65535 or 65280, the upper byte
 * counts, and what is not zero stays so.
 */
export function eightBits(values: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(values.length);
  let highest = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > highest) highest = values[i];
  // Loops: what `from` calls for each pixel takes ten times as long.
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    bytes[i] = highest <= 255 ? value : value === 0 ? 0 : Math.max(1, value >> 8);
  }
  return bytes;
}
