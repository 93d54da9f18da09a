import { oneLine, StudioError } from '../../../../shared/errors.ts';
import { decodeBmp, isBmp } from '../../../../shared/image/bmp.ts';
import { isPalettePng, splitPalette } from '../../../images/palette-png.ts';
import { decodePixels } from '../../../images/png.ts';
import type { Source } from '../../import/source.ts';
import { eightBits, GRAYS, type MaskImage, numberColours } from './mask-image.ts';

const LOSSY = ['jpeg', 'webp', 'heif'];

/** Decodes a mask of any kind: PNG, BMP, TIFF, JPEG, WebP. Throws a StudioError for what is no picture or too large. */
export async function readMaskFile(source: Source, file: string): Promise<MaskImage> {
  const name = source.files.length === 1 ? source.path : `${source.path}/${file}`;
  const bytes = await source.read(file);
  if (isBmp(bytes)) return readBmp(bytes, name);
  if (isPalettePng(bytes)) return readPalette(bytes, name);
  const { width, height, channels, data, alpha, format } = await decodePixels(bytes, name);
  const values = data instanceof Uint16Array ? eightBits(data) : unscaled(data, grayBits(bytes));
  const pixels = channels === 1 ? { kind: 'gray' as const, values, colours: GRAYS } : coloured(values);
  return { width, height, ...pixels, alpha: alphaOf(alpha), isLossy: LOSSY.includes(format) };
}

/** Bits of a gray pixel, where the file is a PNG that has fewer than 8: they were stretched to the range of 8. */
function grayBits(bytes: Buffer): number {
  return bytes.toString('latin1', 1, 4) === 'PNG' && bytes[25] === 0 ? bytes[24] : 8;
}

function unscaled(values: Uint8Array, bits: number): Uint8Array {
  const scale = 255 / (2 ** bits - 1);
  return scale > 1 ? values.map(value => Math.round(value / scale)) : values;
}

function coloured(rgb: Uint8Array) {
  return { kind: 'colour' as const, ...numberColours(rgb) };
}

/** Null where all is opaque; 16 bits count by their upper byte. */
function alphaOf(alpha: Uint8Array | Uint16Array | null): Uint8Array | null {
  if (alpha === null) return null;
  const bytes = alpha instanceof Uint16Array ? new Uint8Array(alpha.length) : alpha;
  let isOpaque = true;
  for (let i = 0; i < bytes.length; i++) {
    if (alpha instanceof Uint16Array) bytes[i] = alpha[i] >> 8;
    if (bytes[i] < 255) isOpaque = false;
  }
  return isOpaque ? null : bytes;
}

async function readPalette(bytes: Buffer, name: string): Promise<MaskImage> {
  const { palette, indexed } = splitPalette(bytes);
  const { width, height, channels, data } = await decodePixels(indexed, name);
  const values = new Uint8Array(width * height);
  for (let i = 0; i < values.length; i++) values[i] = data[i * channels];
  const alpha = palette.alphas.length > 0 ? values.map(value => palette.alphas[value] ?? 255) : null;
  return { width, height, kind: 'palette', values, colours: palette.colours, alpha: alphaOf(alpha), isLossy: false };
}

function readBmp(bytes: Buffer, name: string): MaskImage {
  try {
    const { width, height, palette, data } = decodeBmp(bytes);
    const pixels = palette ? { kind: 'palette' as const, values: data, colours: palette } : coloured(data);
    return { width, height, ...pixels, alpha: null, isLossy: false };
  } catch (error) {
    throw new StudioError(`Cannot read ${name}: ${oneLine(error)}.`, 'failure', { cause: error });
  }
}
