import { StudioError } from '../../../../shared/errors.ts';
import { type Note, NoteCounts } from '../../../../shared/interchange/notes.ts';
import type { Size } from '../../../../shared/labels/label-box.ts';
import { classOf } from '../../shapes/image-shapes.ts';
import { sensibleSize } from '../../shapes/shape-points.ts';
import { parseElement, scanJson } from '../json-elements.ts';
import { STATE_KEY } from '../studio-state.ts';
import { type CocoObject, idOf, isObject } from './coco-annotation.ts';

/** More in one file is refused, so that the index stays small. */
const MAX_IMAGES = 500_000;
const MAX_ANNOTATIONS = 4_000_000;
const MAX_NAME = 1000;

/** What is kept of a COCO file: all but its annotations, of which only their places are. */
export interface CocoIndex {
  readonly file: string;
  /** Its length; if that is another one later, the places are wrong. */
  readonly bytes: number;
  /** By category id. */
  readonly classes: ReadonlyMap<string, string>;
  readonly images: readonly CocoImage[];
  readonly notes: readonly Note[];
}

export interface CocoImage {
  /** With `/` between folders. */
  readonly name: string;
  readonly size: Size | null;
  /** What our own files say of its state. */
  readonly state: unknown;
  /** Whether other images have the same id, as CVAT gives to `a.gif` and `a.jpg`: whose the annotations are is not known. */
  isAmbiguous: boolean;
  /** Where its annotations lie: start, end, start, end, …, in bytes. */
  readonly annotations: number[];
}

/** Goes over a COCO file without building it. Throws a StudioError that names `path` when it is no such file. */
export function indexCoco(path: string, file: string, bytes: Uint8Array): CocoIndex {
  const counts = new NoteCounts();
  const note = (code: Note['code'], what: string) => counts.takeNote({ code, detail: `${file}: ${what}` });
  const classes = new Map<string, string>();
  const images = new ImageList(note);
  const first = forEachObject(path, bytes, {
    images(entry) {
      if (entry) images.add(entry);
      else note('bad-shape', 'an entry of its images is damaged');
      if (images.list.length > MAX_IMAGES) throw tooMany(path, MAX_IMAGES, 'images');
    },
    categories(entry) {
      if (typeof entry?.name === 'string' && entry.name.trim()) classes.set(idOf(entry.id), classOf(entry.name));
    },
  });
  if (!first.has('images') && !first.has('annotations')) {
    throw new StudioError(
      `Cannot read ${path}: it has neither images nor annotations, as COCO files do; choose another file.`,
    );
  }
  let count = 0;
  // Once more, as annotations may come before the images that they belong to.
  forEachObject(path, bytes, {
    annotations(entry, start, end) {
      if (++count > MAX_ANNOTATIONS) throw tooMany(path, MAX_ANNOTATIONS, 'annotations');
      if (!entry) {
        note('bad-shape', 'an annotation is damaged');
        return;
      }
      const image = images.byId.get(idOf(entry.image_id));
      if (image) image.annotations.push(start, end);
      else
        note(
          'no-image',
          `annotation ${idOf(entry.id)} is of image ${idOf(entry.image_id)}, which the file does not list`,
        );
    },
  });
  const notes = counts.list().map(({ code, count, examples }): Note => ({ code, count, detail: examples[0] }));
  return { file, bytes: bytes.length, classes, images: images.list, notes };
}

/** Gives the elements of the lists with these keys, null for those that are no sound objects; returns all keys. */
function forEachObject(
  path: string,
  bytes: Uint8Array,
  visit: Readonly<Record<string, (entry: CocoObject | null, start: number, end: number) => void>>,
): Set<string> {
  const keys = new Set<string>();
  try {
    scanJson(bytes, {
      member: key => keys.add(key),
      element(key, start, end) {
        if (!Object.hasOwn(visit, key)) return;
        const value = parseElement(bytes, start, end);
        visit[key](isObject(value) ? value : null, start, end);
      },
    });
    return keys;
  } catch (error) {
    if (error instanceof StudioError || !(error instanceof Error)) throw error;
    throw new StudioError(
      `Cannot read ${path}: it is not sound JSON, ${error.message}; get it again from where it came.`,
      'failure',
      { cause: error },
    );
  }
}

function tooMany(path: string, limit: number, what: string): StudioError {
  return new StudioError(`Cannot read ${path}: it has more than ${limit} ${what}; split it up.`);
}

/** The images of a file, in its order. */
class ImageList {
  readonly list: CocoImage[] = [];
  readonly byId = new Map<string, CocoImage>();
  readonly #byFile = new Map<string, CocoImage>();
  readonly #note: (code: Note['code'], what: string) => void;

  constructor(note: (code: Note['code'], what: string) => void) {
    this.#note = note;
  }

  add({ id, file_name, width, height, [STATE_KEY]: state }: CocoObject): void {
    if (typeof file_name !== 'string' || file_name === '' || file_name.length > MAX_NAME) {
      this.#note('bad-name', `image ${idOf(id)} has no file name that a file may bear`);
      return;
    }
    const name = file_name.replaceAll('\\', '/');
    const size = sensibleSize(width, height);
    const sameId = this.byId.get(idOf(id));
    const sameFile = this.#byFile.get(fileKey(name, size));
    if (sameFile) {
      // One picture under two ids: the annotations of both are its own.
      if (!sameId) this.byId.set(idOf(id), sameFile);
      else if (sameId !== sameFile) sameId.isAmbiguous = sameFile.isAmbiguous = true;
      return;
    }
    const image: CocoImage = { name, size, state, isAmbiguous: !!sameId, annotations: [] };
    if (sameId) sameId.isAmbiguous = true;
    else this.byId.set(idOf(id), image);
    this.#byFile.set(fileKey(name, size), image);
    this.list.push(image);
  }
}

function fileKey(name: string, size: Size | null): string {
  return `${size?.width} ${size?.height} ${name}`;
}
