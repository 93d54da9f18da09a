import type { ForeignImage } from '../formats/foreign.ts';
import { NameMatcher } from './match-names.ts';
import { openSource, type Source } from './source.ts';

/** Where the bytes of a picture are. */
export interface Picture {
  /** For messages. */
  readonly name: string;
  /** Throws a StudioError. */
  read(): Promise<Buffer>;
}

const PICTURE = /\.(png|jpe?g|jfif|bmp|tiff?|webp|gif)$/i;

/** Pictures for images that the project has not: those of the source, and those of another folder or zip. */
export class Pictures {
  readonly #source: Source;
  readonly #folder: Source | null;
  readonly #files: ReadonlySet<string>;
  readonly #matcher: NameMatcher;
  readonly #used = new Set<string>();

  private constructor(source: Source, folder: Source | null) {
    this.#source = source;
    this.#folder = folder;
    this.#files = new Set(source.files);
    this.#matcher = new NameMatcher(this.#inFolder());
  }

  /** `folder`: another place with pictures. Throws a StudioError. */
  static async open(source: Source, folder: string | undefined): Promise<Pictures> {
    return new Pictures(source, folder === undefined ? null : await openSource(folder));
  }

  #inFolder(): string[] {
    return this.#folder?.files.filter(file => PICTURE.test(file)) ?? [];
  }

  /** The picture of an image, or null; `ambiguous` when several pictures of the other place fit. */
  find({ name, picture }: Pick<ForeignImage, 'name' | 'picture'>): Picture | 'ambiguous' | null {
    const other = this.#findOther(name);
    if (picture && 'bytes' in picture) return { name, read: async () => Buffer.from(picture.bytes) };
    if (picture && this.#files.has(picture.path)) {
      return { name: `${this.#source.path}/${picture.path}`, read: () => this.#source.read(picture.path) };
    }
    return other;
  }

  #findOther(name: string): Picture | 'ambiguous' | null {
    const folder = this.#folder;
    const found = folder ? this.#matcher.find(name) : 'bad';
    if (!folder || found === 'bad' || found.targets.length === 0) return null;
    if (found.targets.length > 1) return 'ambiguous';
    const [file] = found.targets;
    this.#used.add(file);
    return { name: `${folder.path}/${file}`, read: () => folder.read(file) };
  }

  /** Pictures of the other place that nobody asked for. */
  unused(): string[] {
    return this.#inFolder().filter(file => !this.#used.has(file));
  }

  async close(): Promise<void> {
    await this.#folder?.close();
  }
}
