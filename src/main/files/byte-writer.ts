import { type OpenedFile, openInPlace } from '../../node/open-file.ts';
import type { ProjectPath } from '../../node/project-path.ts';
import { fileError } from '../../shared/errors.ts';

/** Appends bytes to a new file; disposing closes it. Throws a StudioError, for instance when the disk is full. */
export class ByteWriter implements AsyncDisposable {
  readonly #path: ProjectPath;
  readonly #file: OpenedFile['handle'];

  private constructor(path: ProjectPath, file: OpenedFile['handle']) {
    this.#path = path;
    this.#file = file;
  }

  static async open(path: ProjectPath): Promise<ByteWriter> {
    const { handle } = await openInPlace(path, 'create');
    return new ByteWriter(path, handle);
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      await this.#file.writeFile(bytes);
    } catch (error) {
      throw fileError('write', this.#path.path, error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}
