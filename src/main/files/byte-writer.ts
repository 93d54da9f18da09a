import { type FileHandle, open } from 'node:fs/promises';
import { fileError } from '../../shared/errors.ts';

/** Appends bytes to a new file; disposing closes it. Throws a StudioError, for instance when the disk is full. */
export class ByteWriter implements AsyncDisposable {
  readonly #path: string;
  readonly #file: FileHandle;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  static async open(path: string): Promise<ByteWriter> {
    try {
      return new ByteWriter(path, await open(path, 'wx'));
    } catch (error) {
      throw fileError('write', path, error);
    }
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      await this.#file.writeFile(bytes);
    } catch (error) {
      throw fileError('write', this.#path, error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}
