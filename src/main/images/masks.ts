import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import type { FilePath } from '../../node/project-path.ts';
import { StudioError } from '../../shared/errors.ts';
import type { GrayImage } from '../../shared/image/gray-image.ts';
import { exists } from '../files/listing.ts';
import { readBytes } from '../files/read.ts';
import { trainingLayout } from '../layout/training-layout.ts';
import { type Pixels, readPixels, readSize, writeGray } from './png.ts';

/** What a mask is before anything is written. */
export interface MaskState {
  readonly name: string;
  /** Size of its image, px. */
  readonly width: number;
  readonly height: number;
  readonly missing: boolean;
  /** Whether it is already one channel of 0 and 255. */
  readonly normal: boolean;
  /** Whether any pixel is crack. */
  readonly positive: boolean;
  /** Whether it holds values that no known tool writes on purpose, such as the grays of a smoothed edge. */
  readonly odd: boolean;
}

/** Reads one mask and its image's size; writes nothing. Throws a StudioError when the two differ in size. */
export async function inspectMask(dir: FilePath, name: string): Promise<MaskState> {
  const layout = trainingLayout(dir);
  const size = await readSize(layout.image(name));
  if (!(await exists(layout.mask(name)))) {
    return { name, ...size, missing: true, normal: false, positive: false, odd: false };
  }
  const pixels = await readMaskPixels(layout.mask(name));
  if (pixels.width !== size.width || pixels.height !== size.height) {
    throw new StudioError(
      `The mask ${layout.mask(name)} is ${pixels.width}x${pixels.height} px but its image is ` +
        `${size.width}x${size.height} px: export the mask at the image's size, or delete it.`,
    );
  }
  const values = distinctValues(pixels);
  const positive = [...values].some(value => value !== 0);
  const normal = pixels.plain && [...values].every(value => value === 0 || value === 255);
  return { name, ...size, missing: false, normal, positive, odd: [...values].some(isOdd) };
}

/** Formats that blur what they store: in a mask the blur would become crack. */
const LOSSY = ['jpeg', 'webp', 'heif'];

async function readMaskPixels(path: FilePath): Promise<Pixels> {
  const pixels = await readPixels(path);
  if (!LOSSY.includes(pixels.format)) return pixels;
  throw new StudioError(
    `Cannot use the mask ${path}: it is a ${pixels.format.toUpperCase()}, whose compression noise would become crack; export it as PNG.`,
  );
}

/** Reads a mask as 0 and 255: what is not zero in one channel or another but alpha is crack. */
export async function readMask(path: FilePath): Promise<GrayImage> {
  const pixels = await readMaskPixels(path);
  const { width, height, channels, data } = pixels;
  const mask = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) mask[Math.floor(i / channels)] = 255;
  return { width, height, data: mask };
}

/** Writes an all-zero mask of the image's size. */
export async function writeEmptyMask(dir: FilePath, { name, width, height }: MaskState): Promise<void> {
  await writeGray(trainingLayout(dir).mask(name), { width, height, data: new Uint8Array(width * height) });
}

/**
 * Rewrites a mask as one channel of 0 and 255. The file as it was is kept in `.studio/originals` and is safe on disk
 * before the mask is replaced; an original kept earlier is never overwritten.
 */
export async function normaliseMask(dir: FilePath, name: string): Promise<void> {
  const layout = trainingLayout(dir);
  const original = layout.originals.join(name);
  if (!(await exists(original))) {
    await makeFolder(layout.originals);
    await writeFileAtomic(original, await readBytes(layout.mask(name)));
  }
  await writeGray(layout.mask(name), await readMask(layout.mask(name)));
}

/**
 * The values a mask holds: a pixel's value is the largest of its channels but alpha, at the file's own depth (1, 2 and
 * 4 bits expanded to 8), and the white of 16 bits, 65535, counts as 255.
 */
function distinctValues({ channels, data }: Pixels): Set<number> {
  const seen = new Uint8Array(65536);
  for (let i = 0; i < data.length; i += channels) {
    seen[channels === 1 ? data[i] : Math.max(data[i], data[i + 1], data[i + 2])] = 1;
  }
  if (data instanceof Uint16Array && seen[65535]) seen[255] = 1;
  const top = data instanceof Uint16Array ? 65535 : 256;
  return new Set(Array.from({ length: top }, (_, value) => value).filter(value => seen[value]));
}

function isOdd(value: number): boolean {
  return value !== 0 && value !== 1 && value !== 2 && value !== 255;
}
