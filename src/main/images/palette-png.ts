import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { type Colour, colourKey } from '../../shared/image/colour.ts';
import type { GrayImage } from '../../shared/image/gray-image.ts';
import { encodeGray } from './png.ts';

/*
 * libvips gives the colours of a palette PNG and not its indices, and writes palettes of its own making. Chunks are laid
 * out by RFC 2083: length, type, data, CRC of type and data, all after a signature of 8 bytes; IHDR comes first.
 */
const SIGNATURE = 8;
const COLOUR_TYPE = { gray: 0, palette: 3 } as const;

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

export interface Palette {
  /** `0xRRGGBB` by index. */
  readonly colours: readonly number[];
  /** Alpha by index; those beyond are opaque. */
  readonly alphas: readonly number[];
}

/** Whether the bytes are those of a PNG with a palette. */
export function isPalettePng(bytes: Buffer): boolean {
  return bytes.length > 33 && bytes.toString('latin1', 1, 4) === 'PNG' && bytes[25] === COLOUR_TYPE.palette;
}

/**
 * The palette of a PNG, and the PNG with a palette in which index i is the gray i: whoever decodes it gets the indices.
 * What is broken off is left so, for the decoder to say.
 */
export function splitPalette(bytes: Buffer): { palette: Palette; indexed: Buffer } {
  const chunks = chunksOf(bytes);
  const dataOf = (type: string) => chunks.find(chunk => chunk.type === type)?.data ?? Buffer.alloc(0);
  const plte = dataOf('PLTE');
  const colours = Array.from({ length: Math.floor(plte.length / 3) }, (_, i) =>
    colourKey([plte[3 * i], plte[3 * i + 1], plte[3 * i + 2]]),
  );
  const grays = Buffer.from(Array.from({ length: 3 * 2 ** bytes[24] }, (_, i) => Math.floor(i / 3)));
  const kept = chunks.filter(({ type }) => type !== 'tRNS');
  const ramp = kept.map(chunk => (chunk.type === 'PLTE' ? { type: 'PLTE', data: grays } : chunk));
  return { palette: { colours, alphas: [...dataOf('tRNS')] }, indexed: join(ramp) };
}

/** The bytes of an 8-bit palette PNG (mode P): `data` holds indices of `colours`. */
export async function encodePalette(image: GrayImage, colours: readonly Colour[]): Promise<Buffer> {
  const [header, ...rest] = chunksOf(await encodeGray(image));
  const palette = { type: 'PLTE', data: Buffer.from(colours.flat()) };
  const data = Buffer.from(header.data);
  data[9] = COLOUR_TYPE.palette;
  return join([{ type: 'IHDR', data }, palette, ...rest]);
}

/** The bytes of an 8-bit RGB PNG without alpha in which each pixel has the colour of its index. */
export async function encodeColours({ width, height, data }: GrayImage, colours: readonly Colour[]): Promise<Buffer> {
  const table = Uint8Array.from(colours.flat());
  const rgb = new Uint8Array(data.length * 3);
  for (let i = 0; i < data.length; i++) {
    const from = data[i] * 3;
    rgb[3 * i] = table[from];
    rgb[3 * i + 1] = table[from + 1];
    rgb[3 * i + 2] = table[from + 2];
  }
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer();
}

function chunksOf(bytes: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    chunks.push({ type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

function join(chunks: readonly Chunk[]): Buffer {
  const parts = chunks.flatMap(({ type, data }) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    return [uint32(data.length), body, uint32(crc32(body))];
  });
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
