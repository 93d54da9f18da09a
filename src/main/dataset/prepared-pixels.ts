import type { Hash } from 'node:crypto';
import type { ProjectPath } from '../../node/project-path.ts';
import { StudioError } from '../../shared/errors.ts';
import { resizeCover, valuesByArea } from '../../shared/image/cover.ts';
import type { GrayImage } from '../../shared/image/gray-image.ts';
import { resizeBilinear, resizeNearest } from '../../shared/image/resize.ts';
import type { Place, PreparedSet } from '../../shared/schemas/prepared-set.ts';
import type { TrainingConfig } from '../../shared/schemas/training.ts';
import { ByteWriter } from '../files/byte-writer.ts';
import { mapConcurrently } from '../files/concurrency.ts';
import { readMask } from '../images/masks.ts';
import { readGray } from '../images/png.ts';
import { trainingLayout } from '../layout/training-layout.ts';
import { type ClassMask, readClassMask } from './class-masks.ts';

export interface PixelOptions extends Pick<TrainingConfig, 'input' | 'size' | 'maskReduction' | 'classes'> {
  /** Training folder with `images/`, `masks/` and perhaps `labels/`. */
  readonly dataDir: ProjectPath;
  readonly signal: AbortSignal;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What the manifest says of the pixels. */
interface Written extends Pick<PreparedSet, 'positive' | 'places'> {
  /** Of each image, the values of its mask that are not 0. */
  readonly values: readonly ReadonlySet<number>[];
  /** Classes with labels that count as background. */
  readonly others: ReadonlySet<string>;
}

/** Images decoded at a time: enough to keep every processor busy, few enough to keep the memory small. */
const CHUNK = 16;

/**
 * Streams the `.bin` files of a prepared set into `dir`, and images and masks through `hash`. Throws a StudioError, or the
 * signal's reason.
 */
export async function writePixels(
  dir: ProjectPath,
  names: readonly string[],
  options: PixelOptions,
  hash: Hash,
): Promise<Written> {
  await using images = await ByteWriter.open(dir.join('images.bin'));
  await using masks = await ByteWriter.open(dir.join('masks.bin'));
  const native = options.input === 'tile';
  await using cracks = native ? await ByteWriter.open(dir.join('cracks.bin')) : null;
  const values: Set<number>[] = [];
  const others = new Set<string>();
  const places: Place[] = [];
  for (let start = 0; start < names.length; start += CHUNK) {
    options.signal.throwIfAborted();
    const chunk = names.slice(start, start + CHUNK);
    for (const pair of await mapConcurrently(chunk, name => decodePair(name, options))) {
      await images.write(pair.image.data);
      await masks.write(pair.mask);
      hash.update(pair.image.data).update(pair.mask);
      values.push(pair.values);
      for (const name of pair.others) others.add(name);
      if (!cracks) continue;
      const positions = positionsOfCrack(pair.mask);
      await cracks.write(littleEndian(positions));
      places.push(placeAfter(places.at(-1), pair.image, positions.length));
    }
    options.onProgress?.(start + chunk.length, names.length);
  }
  const positive = values.map(({ size }) => size > 0);
  return { positive, values, others, ...(native && { places }) };
}

async function decodePair(name: string, options: PixelOptions) {
  const layout = trainingLayout(options.dataDir);
  const image = await readGray(layout.image(name));
  const { mask, others } = await readIndices(name, image, options);
  if (mask.width !== image.width || mask.height !== image.height) {
    throw new StudioError(`${layout.mask(name)} and its image differ in size: export the mask at the image's size.`);
  }
  const values = new Set(valuesByArea(mask.data));
  const kept = options.input === 'tile' ? { image, mask } : resized(image, mask, options);
  return { image: kept.image, mask: kept.mask.data, values, others };
}

/** The mask as what the network learns: 0 or 1, or class indices. */
async function readIndices(name: string, image: GrayImage, { dataDir, classes }: PixelOptions): Promise<ClassMask> {
  if (classes.length > 0) return readClassMask(dataDir, name, classes, image);
  const { data, ...size } = await readMask(trainingLayout(dataDir).mask(name));
  return { mask: { ...size, data: data.map(value => (value > 0 ? 1 : 0)) }, others: [] };
}

function resized(image: GrayImage, mask: GrayImage, { size, maskReduction }: PixelOptions) {
  const resizeMask = maskReduction === 'cover' ? resizeCover : resizeNearest;
  return { image: resizeBilinear(image, size, size), mask: resizeMask(mask, size, size) };
}

function positionsOfCrack(mask: Uint8Array): Uint32Array {
  const positions = new Uint32Array(mask.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0));
  let next = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i]) positions[next++] = i;
  return positions;
}

function littleEndian(values: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setUint32(4 * i, value, true);
  return bytes;
}

function placeAfter(before: Place | undefined, { width, height }: GrayImage, cracks: number): Place {
  return {
    ...{ width, height, cracks },
    offset: before ? before.offset + before.width * before.height : 0,
    firstCrack: before ? before.firstCrack + before.cracks : 0,
  };
}
