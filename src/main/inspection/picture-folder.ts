import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenedFiles } from '../files/opened-files.ts';

/** Pictures that are kept for the page that shows them. */
const KEPT = 16;

/** Pictures made for a page, apart from the project, which may be read-only; they go when the studio closes. */
export class PictureFolder {
  readonly #openedFiles: OpenedFiles;
  readonly #closing: AbortSignal;
  readonly #names: string[] = [];
  #folder: Promise<{ path: string; url: string }> | undefined;

  constructor(openedFiles: OpenedFiles, closing: AbortSignal) {
    this.#openedFiles = openedFiles;
    this.#closing = closing;
  }

  /** Has a PNG written and returns its URL. Throws what `write` throws. */
  async keep(write: (path: string) => Promise<void>): Promise<string> {
    this.#folder ??= this.#make();
    const { path, url } = await this.#folder;
    const name = `${randomUUID()}.png`;
    await write(join(path, name));
    this.#names.push(name);
    if (this.#names.length > KEPT) await rm(join(path, this.#names.shift() ?? ''), { force: true });
    return `${url}/${name}`;
  }

  async #make() {
    const path = await mkdtemp(join(tmpdir(), 'crack-studio-'));
    this.#closing.addEventListener('abort', () => rmSync(path, { recursive: true, force: true }), { once: true });
    return { path, url: this.#openedFiles.open('inspected', path) };
  }
}
