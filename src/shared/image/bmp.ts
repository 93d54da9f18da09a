import { type Colour, colourKey } from './colour.ts';

/** A decoded BMP, top row first: indices and their palette (`0xRRGGBB`), or red, green, blue of each pixel. */
export interface Bmp {
  readonly width: number;
  readonly height: number;
  readonly palette: readonly number[] | null;
  /** [height, width] with a palette, else [height, width, 3]. */
  readonly data: Uint8Array;
}

/** Bits per pixel that are read: with a palette, and without. */
const INDEXED = [1, 4, 8];
const COLOURED = [24, 32];
/** Larger pictures would fill the memory. */
const MAX_PIXELS = 2 ** 28;

/** Whether the bytes begin as a BMP does. */
export function isBmp(bytes: Uint8Array): boolean {
  return bytes.length > 26 && bytes[0] === 0x42 && bytes[1] === 0x4d;
}

/**
 * Reads an uncompressed Windows BMP of 1, 4, 8, 24 or 32 bits; the fourth byte of 32 bits is not read, for it is rarely
 * what it says. Throws an Error whose message says what is wrong.
 */
export function decodeBmp(bytes: Uint8Array): Bmp {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerSize = bytes.length >= 54 ? view.getUint32(14, true) : 0;
  if (headerSize < 40) throw new Error('it is damaged or of a kind of BMP that has not been written since 1990');
  const [width, signedHeight] = [view.getInt32(18, true), view.getInt32(22, true)];
  const height = Math.abs(signedHeight);
  const [bits, compression] = [view.getUint16(28, true), view.getUint32(30, true)];
  if (width <= 0 || height === 0) throw new Error('it is damaged');
  if (width * height > MAX_PIXELS) throw new Error(`it has more than ${MAX_PIXELS.toLocaleString('en')} pixels`);
  const isPlain = compression === 0 || (compression === 3 && bits === 32 && hasUsualMasks(view));
  if (!isPlain || !(INDEXED.includes(bits) || COLOURED.includes(bits))) {
    throw new Error(`it is a compressed or ${bits}-bit BMP; save it as PNG`);
  }
  const layout: Layout = { width, height, bits, isTopDown: signedHeight < 0, start: view.getUint32(10, true) };
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (layout.start + stride * height > bytes.length) throw new Error('it breaks off');
  if (!INDEXED.includes(bits)) return { width, height, palette: null, data: colours(bytes, layout, stride) };
  const palette = paletteOf(bytes, 14 + headerSize, Math.min(layout.start, 14 + headerSize + 4 * 2 ** bits));
  return { width, height, palette, data: indices(bytes, layout, stride) };
}

interface Layout {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly isTopDown: boolean;
  /** Where the pixels begin, bytes. */
  readonly start: number;
}

/** Whether 32 bits are blue, green, red and something, as without masks. */
function hasUsualMasks(view: DataView): boolean {
  return [0xff0000, 0xff00, 0xff].every((mask, i) => view.getUint32(54 + 4 * i, true) === mask);
}

function paletteOf(bytes: Uint8Array, from: number, to: number): number[] {
  const count = Math.max(0, Math.floor((to - from) / 4));
  return Array.from({ length: count }, (_, i) => {
    const [blue, green, red] = bytes.subarray(from + 4 * i);
    return colourKey([red, green, blue] satisfies Colour);
  });
}

/** Where the row `y` from the top begins, bytes. */
function rowStart({ height, isTopDown, start }: Layout, stride: number, y: number): number {
  return start + stride * (isTopDown ? y : height - 1 - y);
}

function indices(bytes: Uint8Array, layout: Layout, stride: number): Uint8Array {
  const { width, height, bits } = layout;
  const data = new Uint8Array(width * height);
  const perByte = 8 / bits;
  for (let y = 0; y < height; y++) {
    const row = rowStart(layout, stride, y);
    for (let x = 0; x < width; x++) {
      const shift = 8 - bits * ((x % perByte) + 1);
      data[y * width + x] = (bytes[row + Math.floor(x / perByte)] >> shift) & (2 ** bits - 1);
    }
  }
  return data;
}

function colours(bytes: Uint8Array, layout: Layout, stride: number): Uint8Array {
  const { width, height, bits } = layout;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const row = rowStart(layout, stride, y);
    for (let x = 0; x < width; x++) {
      const [from, to] = [row + (x * bits) / 8, 3 * (y * width + x)];
      data[to] = bytes[from + 2];
      data[to + 1] = bytes[from + 1];
      data[to + 2] = bytes[from];
    }
  }
  return data;
}
