import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { GrayImage } from '../../shared/image/gray-image.ts';
import { mirrored } from '../../shared/inference/tiles.ts';
import { type Place, type PreparedSet, preparedSetSchema } from '../../shared/schemas/prepared-set.ts';

/** Gray and mask (0 or 1, or class indices), uint8 [side, side] each. */
export interface SquarePair {
  image: Uint8Array;
  mask: Uint8Array;
}

/** A square of an image; where it reaches beyond the image's border, `x` and `y` may be negative. */
export interface Square {
  /** Its top left pixel. */
  readonly x: number;
  readonly y: number;
  /** px */
  readonly side: number;
}

/**
 * A prepared set, open for reading. Images are read from disk when they are asked for: the operating system's page
 * cache keeps what fits, so a set may be larger than memory and threads share one copy.
 */
export class PreparedData {
  readonly manifest: PreparedSet;
  readonly #images: number;
  readonly #masks: number;
  readonly #cracks: number | undefined;

  /** @param dir the folder with `manifest.json` and the `.bin` files */
  constructor(dir: string) {
    this.manifest = preparedSetSchema.parse(JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')));
    this.#images = openSync(join(dir, 'images.bin'), 'r');
    this.#masks = openSync(join(dir, 'masks.bin'), 'r');
    this.#cracks = this.manifest.places && openSync(join(dir, 'cracks.bin'), 'r');
  }

  /** One image of a resized set, [size, size]. */
  read(index: number): SquarePair {
    const bytes = this.manifest.size ** 2;
    return { image: bytesAt(this.#images, index * bytes, bytes), mask: bytesAt(this.#masks, index * bytes, bytes) };
  }

  /** One image of a native set, whole; its mask is 0 or 1, or class indices. */
  readWhole(index: number): { image: GrayImage; mask: GrayImage } {
    const { width, height, offset } = this.#place(index);
    const whole = (file: number) => ({ width, height, data: bytesAt(file, offset, width * height) });
    return { image: whole(this.#images), mask: whole(this.#masks) };
  }

  /**
   * A square of an image of a native set. Beyond the border the image is mirrored about its outermost pixels, and its mask
   * with it, as a prediction in tiles mirrors it: a frame of zeros would be an edge that no surface has.
   */
  crop(index: number, { x, y, side }: Square): SquarePair {
    const place = this.#place(index);
    const xs = mirrored(x, side, place.width);
    const ys = mirrored(y, side, place.height);
    return { image: squareOf(this.#images, place, xs, ys), mask: squareOf(this.#masks, place, xs, ys) };
  }

  /** A crack pixel of an image of a native set, by its number from 0, row by row. */
  crackPixel(index: number, number: number): { x: number; y: number } {
    const { width, firstCrack } = this.#place(index);
    const bytes = bytesAt(this.#cracks!, 4 * (firstCrack + number), 4);
    const position = new DataView(bytes.buffer).getUint32(0, true);
    return { x: position % width, y: Math.floor(position / width) };
  }

  close(): void {
    for (const file of [this.#images, this.#masks, this.#cracks]) if (file !== undefined) closeSync(file);
  }

  #place(index: number): Place {
    return this.manifest.places![index];
  }
}

/** The pixels of the columns `xs` and rows `ys`; read from disk are the rows from the first to the last. */
function squareOf(file: number, { width, offset }: Place, xs: Int32Array, ys: Int32Array): Uint8Array {
  const top = Math.min(...ys);
  const rows = bytesAt(file, offset + top * width, (Math.max(...ys) + 1 - top) * width);
  const square = new Uint8Array(xs.length * ys.length);
  let i = 0;
  for (const y of ys) {
    const line = (y - top) * width;
    for (const x of xs) square[i++] = rows[line + x];
  }
  return square;
}

function bytesAt(file: number, position: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  readSync(file, bytes, 0, length, position);
  return bytes;
}
