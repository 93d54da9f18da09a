import type { ForeignImage } from '../formats/foreign.ts';
import { NameMatcher } from './match-names.ts';
import type { Source } from './source.ts';

/** Where the bytes of a picture are. */
export interface Picture {
  /** For messages. */
  readonly name: string;
  /** Its path where it lies; null where it lies in the labels' file. */
  readonly file: string | null;
  /** Whether the image's name is only what a web server made of the picture's. */
  readonly isRenamed: boolean;
  /** Throws a StudioError. */
  read(): Promise<Buffer>;
}

const PICTURE = /\.(png|jpe?g|jfif|bmp|tiff?|webp|gif)$/i;

/** Pictures for images that the project has not: those of another folder or zip, and those of the source. */
export class Pictures {
  readonly #source: Place;
  readonly #other: Place | null;
  readonly #used = new Set<string>();

  private constructor(source: Place, other: Place | null) {
    this.#source = source;
    this.#other = other;
  }

  /**
   * @param own files of the source that may be pictures of images for which none is named
   * @param other another place with pictures, open
   */
  static of(source: Source, own: readonly string[], other: Source | null): Pictures {
    return new Pictures(new Place(source, own), other && new Place(other, picturesIn(other)));
  }

  /** The picture of an image, or null; `ambiguous` when several fit. The one that its labels name is it, before any other place's. */
  find({ name, picture }: Pick<ForeignImage, 'name' | 'picture'>): Picture | 'ambiguous' | null {
    const other = this.#other?.find(name) ?? null;
    if (other && other !== 'ambiguous' && other.file !== null) this.#used.add(other.file);
    if (picture && 'bytes' in picture) {
      return { name, file: null, isRenamed: false, read: async () => Buffer.from(picture.bytes) };
    }
    const own = picture && this.#source.at(picture.path, false);
    return own ?? other ?? this.#source.find(name);
  }

  /** Pictures of the other place that nobody asked for. */
  unused(): string[] {
    return this.#other?.pictures.filter(file => !this.#used.has(file)) ?? [];
  }
}

/** The pictures of a folder or zip. */
class Place {
  readonly pictures: readonly string[];
  readonly #source: Source;
  readonly #files: ReadonlySet<string>;
  readonly #matcher: NameMatcher;

  constructor(source: Source, pictures: readonly string[]) {
    this.pictures = pictures;
    this.#source = source;
    this.#files = new Set(source.files);
    this.#matcher = new NameMatcher(pictures);
  }

  /** Null where there is no such file. */
  at(file: string, isRenamed: boolean): Picture | null {
    const { path } = this.#source;
    if (!this.#files.has(file)) return null;
    return { name: `${path}/${file}`, file, isRenamed, read: () => this.#source.read(file) };
  }

  find(name: string): Picture | 'ambiguous' | null {
    const found = this.#matcher.find(name);
    if (found === 'bad' || found.targets.length === 0) return null;
    return found.targets.length > 1 ? 'ambiguous' : this.at(found.targets[0], found.isOther);
  }
}

/** Files that may be pictures, by their names. */
export function picturesIn({ files }: Source): string[] {
  return files.filter(file => PICTURE.test(file));
}
