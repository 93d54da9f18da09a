import { oneLine, StudioError } from '../../../shared/errors.ts';
import { type Note, NoteCounts } from '../../../shared/interchange/notes.ts';
import type { Source } from '../import/source.ts';
import { BACKGROUND } from './foreign.ts';
import type { FoundImage } from './found-image.ts';
import { PictureFinder } from './picture-finder.ts';

/** The label files of a source, and how one is read. */
export interface LabelFiles {
  readonly files: readonly string[];
  /** The images of a file one after the other, null for a damaged one. Throws an Error that says what is wrong with the file. */
  imagesOf(bytes: Buffer, file: string): Iterable<FoundImage | null>;
  /** Pictures that are no images but masks. */
  isMask?(file: string): boolean;
}

/** What all label files of a source say together. */
export interface Survey {
  /** Those that can be read. */
  readonly files: readonly string[];
  readonly classes: readonly string[];
  readonly count: number;
  readonly notes: readonly Note[];
  /** What an image is called, and its picture. */
  readonly place: (found: FoundImage, file: string) => Place;
  /** Pictures that images were found for. */
  readonly pictures: ReadonlySet<string>;
}

export interface Place {
  readonly name: string;
  /** Path within the source. */
  readonly picture: string | null;
}

/** Goes over all files once. Throws a StudioError when none can be read. */
export async function survey(source: Source, { files, imagesOf }: LabelFiles): Promise<Survey> {
  const places = new Places(source.files);
  const [classes, notes, sound] = [new Set<string>(), new NoteCounts(), [] as string[]];
  let [count, failure] = [0, ''];
  for (const file of files) {
    const bytes = await source.readUtf8(file);
    try {
      // A file that breaks off amid its images is left out as a whole.
      const images = Array.from(imagesOf(bytes, file), found => found && { ...found, draw: undefined });
      sound.push(file);
      for (const found of images) {
        if (found) {
          count++;
          places.add(found.names, file);
          for (const name of found.classes) classes.add(name);
        } else notes.takeNote({ code: 'bad-shape', detail: `${file}: the entry of an image is damaged` });
      }
    } catch (error) {
      failure ||= `${file}, ${oneLine(error)}`;
      notes.takeNote({ code: 'bad-file', detail: `${file}: ${oneLine(error)}` });
    }
  }
  if (sound.length === 0) throw new StudioError(`Cannot read ${source.path}: ${failure || 'it holds no label file'}.`);
  for (const none of ['', BACKGROUND]) classes.delete(none);
  return {
    files: sound,
    classes: [...classes],
    count,
    notes: notes.list().map(({ code, count, examples }): Note => ({ code, count, detail: examples[0] })),
    place: ({ names }, file) => places.of(names, file),
    pictures: places.pictures,
  };
}

/** Which picture is whose: found for all images before it is said of one. */
class Places {
  readonly #finder: PictureFinder;
  /** How many images have a name, and how many a picture. */
  readonly #names = new Map<string, number>();
  readonly #owners = new Map<string, number>();

  constructor(files: readonly string[]) {
    this.#finder = new PictureFinder(files);
  }

  get pictures(): ReadonlySet<string> {
    return new Set(this.#owners.keys());
  }

  add(names: readonly string[], file: string): void {
    const { name, picture } = this.#found(names, file);
    this.#names.set(name, (this.#names.get(name) ?? 0) + 1);
    if (picture) this.#owners.set(picture, (this.#owners.get(picture) ?? 0) + 1);
  }

  #found(names: readonly string[], file: string): Place {
    for (const name of names) {
      const picture = this.#finder.find(file, name);
      if (picture) return { name, picture };
    }
    return { name: names[0] ?? '', picture: null };
  }

  /** Several images of one name are told apart by their folders; a picture that several claim is its namesake's. */
  of(names: readonly string[], file: string): Place {
    const { name, picture } = this.#found(names, file);
    const isOwn = picture !== null && (this.#owners.get(picture) === 1 || `/${picture}`.endsWith(`/${name}`));
    const own = isOwn ? picture : null;
    if (this.#names.get(name) === 1) return { name, picture: own };
    const longest = names.reduce((a, b) => (a.length >= b.length ? a : b), '');
    const inFolder = file.slice(0, file.lastIndexOf('/') + 1) + name;
    return { name: own ?? (longest.length > name.length ? longest : inFolder), picture: own };
  }
}
