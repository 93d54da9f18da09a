import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { type PreparedSet, preparedSetSchema } from '../../shared/schemas/prepared-set.ts';

/**
 * A prepared set, open for reading. Images are read from disk when they are asked for: the operating system's page
 * cache keeps what fits, so a set may be larger than memory and threads share one copy.
 */
export class PreparedData {
  readonly manifest: PreparedSet;
  readonly #images: number;
  readonly #masks: number;

  /** @param dir the folder with `manifest.json`, `images.bin` and `masks.bin` */
  constructor(dir: string) {
    this.manifest = preparedSetSchema.parse(JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')));
    this.#images = openSync(join(dir, 'images.bin'), 'r');
    this.#masks = openSync(join(dir, 'masks.bin'), 'r');
  }

  /** Gray and mask (0 or 1) of one image, uint8 [size, size] each. */
  read(index: number): { image: Uint8Array; mask: Uint8Array } {
    return { image: this.#readAt(this.#images, index), mask: this.#readAt(this.#masks, index) };
  }

  close(): void {
    closeSync(this.#images);
    closeSync(this.#masks);
  }

  #readAt(file: number, index: number): Uint8Array {
    const bytes = new Uint8Array(this.manifest.size ** 2);
    readSync(file, bytes, 0, bytes.length, index * bytes.length);
    return bytes;
  }
}
