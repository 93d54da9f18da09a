import { StudioError } from '../../../../shared/errors.ts';
import type { Note } from '../../../../shared/interchange/notes.ts';
import type { Source } from '../../import/source.ts';
import { ImageShapes } from '../../shapes/image-shapes.ts';
import { BACKGROUND, type ForeignImage } from '../foreign.ts';
import type { Reading } from '../format.ts';
import { parseElement, scanJson } from '../json-elements.ts';
import { foreignState } from '../studio-state.ts';
import { sideOfSubset } from '../subsets.ts';
import { idOf, isObject, sizeOfRunLengths, takeAnnotation } from './coco-annotation.ts';
import { type CocoImage, type CocoIndex, indexCoco } from './coco-index.ts';
import { type CocoUnit, cocoUnits } from './coco-units.ts';

/** So much of a file is looked at to see whether it is COCO, bytes. */
const HEAD = 2 ** 20;
/** Where no JSON file has a COCO name, so many of them are opened to see what they are. */
const TRIED = 16;
const COCO_NAME = /(^|\/)(instances(_[^/]*)?|_annotations\.coco)\.json$/i;

/** The first file of the source that is COCO, or null. */
export async function findCoco(source: Source): Promise<string | null> {
  for (const file of candidates(source).slice(0, TRIED)) {
    if (looksLikeCoco(await source.readUtf8(file))) return file;
  }
  return null;
}

/** The JSON files that may be COCO: those of such a name, else all; some tools write one for each image. */
function candidates({ files }: Source): string[] {
  const json = files.filter(file => /\.json$/i.test(file));
  const named = json.filter(file => COCO_NAME.test(file));
  return named.length > 0 ? named : json;
}

function looksLikeCoco(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, HEAD);
  let lists = 0;
  let isOther = false;
  try {
    scanJson(head, {
      member(key, firstByte) {
        if ((key === 'images' || key === 'annotations') && firstByte === '['.charCodeAt(0)) lists++;
        // Segment Anything and Darwin have a file for each image.
        if (key === 'image' || key === 'item') isOther = true;
      },
      element(key, start) {
        // Lists of names or numbers under such a key are another tool's.
        if (key === 'images' || key === 'annotations') isOther ||= head[start] !== '{'.charCodeAt(0);
      },
    });
  } catch {
    // The head of a longer file ends too early.
  }
  return lists > 0 && !isOther;
}

/** Throws a StudioError when no file of the source is COCO. */
export async function readCoco(source: Source): Promise<Reading> {
  const { indices, notes } = await indexAll(source);
  const units = cocoUnits(indices, new Set(source.files));
  const names = new Set(indices.flatMap(({ classes }) => [...classes.values()]));
  names.delete(BACKGROUND);
  return {
    classes: [...names],
    count: units.length,
    notes: [...notes, ...indices.flatMap(index => index.notes)],
    async *images() {
      const texts = new Texts(source);
      for (const unit of units) yield await foreignImage(unit, texts);
    },
  };
}

/** One damaged file among several is a note. Throws a StudioError when there is no sound one. */
async function indexAll(source: Source): Promise<{ indices: CocoIndex[]; notes: Note[] }> {
  const files = candidates(source);
  const indices: CocoIndex[] = [];
  const notes: Note[] = [];
  let failure: unknown;
  for (const file of files) {
    const bytes = await source.readUtf8(file);
    if (files.length > 1 && !COCO_NAME.test(file) && !looksLikeCoco(bytes)) continue;
    try {
      indices.push(indexCoco(pathOf(source, file), file, bytes));
    } catch (error) {
      failure ??= error;
      notes.push({ code: 'bad-file', detail: error instanceof Error ? error.message : file });
    }
  }
  if (indices.length > 0) return { indices, notes };
  throw failure ?? new StudioError(`Cannot read ${source.path}: it holds no COCO file; choose another.`);
}

/** For messages: a file that was named by itself is not named twice. */
function pathOf({ path }: Source, file: string): string {
  return path.endsWith(file) ? path : `${path}/${file}`;
}

/** Kept at once, bytes; at least one file is. */
const KEPT = 2 ** 28;

/** The files that were read last: two that speak of the same images are needed in turn. */
class Texts {
  readonly #source: Source;
  readonly #kept = new Map<string, Buffer>();

  constructor(source: Source) {
    this.#source = source;
  }

  async of({ file, bytes }: CocoIndex): Promise<Buffer> {
    const text = this.#kept.get(file) ?? (await this.#source.readUtf8(file));
    if (text.length !== bytes) {
      throw new StudioError(`Cannot read ${pathOf(this.#source, file)}: it has changed meanwhile; start again.`);
    }
    this.#kept.delete(file);
    this.#kept.set(file, text);
    const total = () => [...this.#kept.values()].reduce((sum, each) => sum + each.length, 0);
    for (const [oldest] of this.#kept) if (oldest !== file && total() > KEPT) this.#kept.delete(oldest);
    return text;
  }
}

async function foreignImage({ name, subset, picture, entries }: CocoUnit, texts: Texts): Promise<ForeignImage> {
  const [{ image }] = entries;
  const annotations: { entry: ReturnType<typeof annotationsOf>[number]; index: CocoIndex; isAmbiguous: boolean }[] = [];
  for (const { index, image: own } of entries) {
    const found = annotationsOf(own, await texts.of(index));
    annotations.push(...found.map(entry => ({ entry, index, isAmbiguous: own.isAmbiguous })));
  }
  const masks = annotations.map(
    ({ entry: { segmentation } }) => isObject(segmentation) && sizeOfRunLengths(segmentation),
  );
  const size = image.size ?? (masks.find(Boolean) || null);
  const shapes = new ImageShapes(name, size);
  for (const { entry, index, isAmbiguous } of annotations) {
    if (isAmbiguous) shapes.note('ambiguous-name', `annotation ${idOf(entry.id)} may be of others`);
    else takeAnnotation(entry, index.classes, size, shapes);
  }
  return {
    ...{ name, size, state: foreignState(image.state, shapes), labels: shapes.labels, pixels: shapes.pixels() },
    ...{ notes: shapes.notes(), side: sideOfSubset(subset), picture: picture === null ? null : { path: picture } },
  };
}

function annotationsOf({ annotations }: CocoImage, bytes: Uint8Array) {
  return annotations.flatMap((start, k) => {
    const entry = k % 2 === 0 ? parseElement(bytes, start, annotations[k + 1]) : null;
    return isObject(entry) ? [entry] : [];
  });
}
