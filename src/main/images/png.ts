import sharp, { type Sharp } from 'sharp';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { type FilePath, pathOf } from '../../node/project-path.ts';
import { StudioError } from '../../shared/errors.ts';
import { rgbToGray } from '../../shared/image/gray.ts';
import type { GrayImage } from '../../shared/image/gray-image.ts';
import { readBytes } from '../files/read.ts';

/** Larger pictures are refused before they are decoded, for they would fill the memory. */
const MAX_PIXELS = 2 ** 28;

/** A decoded picture as the file holds it, alpha dropped: `data` is [height, width, channels], 16 bits only if the file's are. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array | Uint16Array;
  /** What the file is, whatever its name says: `png`, `jpeg`, … */
  readonly format: string;
  /** 8-bit gray PNG of one channel, as `writeGray` writes it. */
  readonly plain: boolean;
}

/** Reads width and height, px, from the file's header alone. Throws a StudioError. */
export async function readSize(path: FilePath): Promise<{ width: number; height: number }> {
  const { autoOrient } = await decoding(path, bytes => open(bytes).metadata());
  return autoOrient;
}

/** What a picture file is, from its header alone: its size upright, px, and whether EXIF turns it. Throws a StudioError. */
export async function readHeader(path: FilePath) {
  const { autoOrient, format, orientation = 1 } = await decoding(path, bytes => open(bytes).metadata());
  return { ...autoOrient, format, isTurned: orientation !== 1 };
}

/** The same of a picture's bytes, with how EXIF turns it (1 to 8); `name` is for messages. Throws a StudioError. */
export async function headerOf(bytes: Buffer, name: string) {
  const { autoOrient, orientation = 1 } = await decodingBytes(bytes, name, () => open(bytes).metadata());
  return { ...autoOrient, orientation };
}

/** Writes any picture as PNG, turned as its EXIF says, for a page that would not show it or not turn it. Throws a StudioError. */
export async function writeUpright(from: FilePath, to: FilePath): Promise<void> {
  await writeBytesUpright(await readBytes(from), pathOf(from), to);
}

/** The same of a picture's bytes; `name` is for messages. Throws a StudioError. */
export async function writeBytesUpright(bytes: Buffer, name: string, to: FilePath): Promise<void> {
  const encode = () => open(bytes).autoOrient().png({ compressionLevel: 1 }).toBuffer();
  await writeFileAtomic(to, await decodingBytes(bytes, name, encode));
}

/**
 * Decodes a PNG (or JPEG, TIFF, WebP). Palettes and 1, 2 and 4 bits are expanded to 8, colour profiles are ignored and
 * EXIF rotation is applied, as `cv2.imread` does. Throws a StudioError for what is no picture, broken off or too large.
 */
export async function readPixels(path: FilePath): Promise<Pixels> {
  return decodePixels(await readBytes(path), pathOf(path));
}

/** The same from the bytes of a file that `name` names in messages, with its alpha if it has one: [height, width]. */
export async function decodePixels(
  bytes: Buffer,
  name: string,
): Promise<Pixels & { readonly alpha: Uint8Array | Uint16Array | null }> {
  return decodingBytes(bytes, name, async () => {
    const { space, format, hasAlpha } = await open(bytes).metadata();
    const kept = space === 'b-w' || space === 'grey16' || space === 'rgb16' ? space : 'srgb';
    const isDeep = kept.endsWith('16');
    const { width, height, channels: all, values } = await rawOf(open(bytes).autoOrient().toColourspace(kept), isDeep);
    const channels = all >= 3 ? 3 : 1;
    // Of gray with alpha, sharp gives the gray alone.
    const alpha = hasAlpha ? await rawOf(open(bytes).autoOrient().extractChannel('alpha'), isDeep) : null;
    const data = withoutAlpha(values, all, channels);
    return { width, height, channels, data, alpha: alpha?.values ?? null, format, plain: isPlainPng(bytes) };
  });
}

async function rawOf(picture: Sharp, isDeep: boolean) {
  const raw = picture.raw({ depth: isDeep ? 'ushort' : 'uchar' });
  const { data, info } = await raw.toBuffer({ resolveWithObject: true });
  const values = isDeep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : new Uint8Array(data);
  return { ...info, values };
}

/** Reads any picture as training sees it: gray of 8 bits, colour by OpenCV's formula, 16 bits by their upper byte. */
export async function readGray(path: FilePath): Promise<GrayImage> {
  const { width, height, channels, data } = await readPixels(path);
  const bytes = data instanceof Uint16Array ? Uint8Array.from(data, value => value >> 8) : data;
  const image = { width, height, data: bytes };
  return channels === 3 ? rgbToGray(image) : image;
}

/** Writes an 8-bit PNG of one channel atomically. Throws a StudioError. */
export async function writeGray(path: FilePath, image: GrayImage): Promise<void> {
  await writeFileAtomic(path, await encodeGray(image));
}

/** The bytes of an 8-bit PNG of one channel. */
export async function encodeGray({ width, height, data }: GrayImage): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png({ compressionLevel: 6 })
    .toBuffer();
}

function open(bytes: Buffer) {
  return sharp(bytes, { failOn: 'error', ignoreIcc: true, limitInputPixels: MAX_PIXELS });
}

/** Reads the bytes first: libvips caches by path, and a mask may have been rewritten since. */
async function decoding<T>(path: FilePath, decode: (bytes: Buffer) => Promise<T>): Promise<T> {
  const bytes = await readBytes(path);
  return decodingBytes(bytes, pathOf(path), () => decode(bytes));
}

/** Turns what the decoder throws into one sentence. */
async function decodingBytes<T>(bytes: Buffer, name: string, decode: () => Promise<T>): Promise<T> {
  try {
    return await decode();
  } catch (error) {
    const reason = (await isTooLarge(bytes))
      ? `it has more than ${MAX_PIXELS.toLocaleString('en')} pixels; crop it or make it smaller`
      : 'it is damaged or not a picture; save or export it again';
    throw new StudioError(`Cannot read ${name}: ${reason}.`, { code: 'unreadable', path: name }, { cause: error });
  }
}

async function isTooLarge(bytes: Buffer): Promise<boolean> {
  const nothing = { width: 0, height: 0 };
  const { width, height } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => nothing);
  return width * height > MAX_PIXELS;
}

/** Bit depth and colour type stand at bytes 24 and 25 of every PNG (RFC 2083, IHDR comes first). */
function isPlainPng(bytes: Buffer): boolean {
  return bytes.length > 25 && bytes.toString('latin1', 1, 4) === 'PNG' && bytes[24] === 8 && bytes[25] === 0;
}

function withoutAlpha<T extends Uint8Array | Uint16Array>(values: T, from: number, to: number): T {
  if (from === to) return values;
  const kept = values.slice(0, (values.length / from) * to) as T;
  for (let i = 0; i < kept.length; i++) kept[i] = values[Math.floor(i / to) * from + (i % to)];
  return kept;
}
