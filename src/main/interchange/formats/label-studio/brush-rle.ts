import type { GrayImage } from '../../../../shared/image/gray-image.ts';
import type { Size } from '../../../../shared/labels/label-box.ts';

/** Red, green, blue and alpha of each pixel, row by row, 8 bits each. */
const CHANNELS = 4;
const ALPHA = 3;
const WORD = 8;

/** Rows of an image from `top` on, 0 to 255; all others are 0. */
export interface BrushRows {
  readonly top: number;
  readonly mask: GrayImage;
}

/**
 * The rows with the mask of a brush of Label Studio, for an image of `size`; null where the packed bytes are none of it. It packs
 * the bytes of a picture (rle-pack of thi.ng/umbrella): the number of values in 32 bits, the size of a value less 1 in 5, four
 * sizes of run lengths less 1 in 4 bits each; then, until there are as many values, a bit that says whether one value is
 * repeated, two for which size the run's length less 1 has, that length, and the one value or all of them. The mask is the alpha.
 */
export function decodeBrush(packed: readonly unknown[], size: Size): BrushRows | null {
  const { width, height } = size;
  const bytes = Uint8Array.from(packed, value => Number(value));
  if (!packed.every((value, i) => value === bytes[i])) return null;
  let [first, end] = [width * height, 0];
  // Nothing is allocated for it before it is known to hold that many values.
  const isSound = walk(bytes, width * height * CHANNELS, (value, from, to) => {
    if (value === 0 || from === to) return;
    first = Math.min(first, from);
    end = to;
  });
  if (!isSound) return null;
  const top = Math.min(Math.floor(first / width), height - 1);
  const rows = Math.max(1, Math.ceil(end / width) - top);
  const data = new Uint8Array(width * rows);
  walk(bytes, width * height * CHANNELS, (value, from, to) => {
    if (value > 0) data.fill(value, from - top * width, to - top * width);
  });
  return { top, mask: { width, height: rows, data } };
}

/** Gives each run of alphas, by pixels, `to` left out; false where there are not exactly `count` values of 8 bits. */
function walk(bytes: Uint8Array, count: number, run: (value: number, from: number, to: number) => void): boolean {
  const bits = new BitReader(bytes);
  if (bits.read(32) !== count || bits.read(5) + 1 !== WORD) return false;
  const lengths = [0, 0, 0, 0].map(() => bits.read(4) + 1);
  let at = 0;
  while (at < count && !bits.isPast) {
    const isRepeated = bits.read(1) === 1;
    const end = at + 1 + bits.read(lengths[bits.read(2)]);
    if (end > count) return false;
    for (let to = at; to < end && !bits.isPast; at = to) {
      to = isRepeated ? end : at + 1;
      run(bits.read(WORD), pixelAt(at), pixelAt(to));
    }
  }
  return !bits.isPast;
}

/** The pixel of the next alpha among the values from `at` on. */
function pixelAt(at: number): number {
  return Math.ceil((at - ALPHA) / CHANNELS);
}

/** Bits of bytes, the highest first. */
class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether more was read than there is. */
  get isPast(): boolean {
    return this.#at > this.#bytes.length * 8;
  }

  /** Up to 32 bits. Beyond the end there are zeros. */
  read(count: number): number {
    let value = 0;
    for (let rest = count; rest > 0; ) {
      const free = 8 - (this.#at & 7);
      const taken = Math.min(free, rest);
      const byte = this.#bytes[this.#at >>> 3] ?? 0;
      value = value * 2 ** taken + ((byte >>> (free - taken)) & (2 ** taken - 1));
      this.#at += taken;
      rest -= taken;
    }
    return value;
  }
}

/** A mask whose strokes have soft edges, cut at half of its largest value. */
export function cutAtHalf({ width, height, data }: GrayImage): { mask: GrayImage; isSoft: boolean } {
  // Plain loops: the methods of typed arrays are ten times slower.
  let top = 0;
  for (let i = 0; i < data.length; i++) if (data[i] > top) top = data[i];
  const cut = new Uint8Array(data.length);
  let isSoft = false;
  for (let i = 0; i < data.length; i++) {
    if (data[i] * 2 >= top && top > 0) cut[i] = 1;
    isSoft ||= data[i] > 0 && data[i] < top;
  }
  return { mask: { width, height, data: cut }, isSoft };
}
