import { StudioError } from '../../../../shared/errors.ts';
import type { Note } from '../../../../shared/interchange/notes.ts';
import type { Source } from '../../import/source.ts';
import { ImageShapes } from '../../shapes/image-shapes.ts';
import { BACKGROUND, type ForeignImage } from '../foreign.ts';
import type { Format, Reading } from '../format.ts';
import { parseElement, scanJson } from '../json-elements.ts';
import { foreignState } from '../studio-state.ts';
import { sideOfSubset } from '../subsets.ts';
import { idOf, isObject, sizeOfRunLengths, takeAnnotation } from './coco-annotation.ts';
import { type CocoImage, type CocoIndex, indexCoco } from './coco-index.ts';
import { writeCoco } from './coco-writer.ts';

/** So much of a file is looked at to see whether it is COCO, bytes. */
const HEAD = 2 ** 20;
/** A source with more JSON files than these, none of a COCO name, is of a tool that writes one for each image. */
const MAX_UNNAMED = 16;
const COCO_NAME = /(^|\/)(instances(_[^/]*)?|_annotations\.coco)\.json$/;

/**
 * COCO instances: CVAT's "COCO 1.0", and such files from anywhere. COCO knows no image that is empty, only one without
 * annotations: it comes in as `unknown`, unless the file is our own (see `STATE_KEY`).
 */
export const coco: Format<'coco'> = {
  id: 'coco',
  title: 'COCO instances (CVAT "COCO 1.0")',
  async recognise(source) {
    for (const file of candidates(source)) {
      if (looksLikeCoco(await source.readUtf8(file))) return `${file} with images and annotations`;
    }
    return null;
  },
  read: readCoco,
  write: writeCoco,
};

/** The JSON files that may be COCO, by their names. */
function candidates({ files }: Source): string[] {
  const json = files.filter(file => /\.json$/i.test(file));
  const named = json.filter(file => COCO_NAME.test(file));
  if (named.length > 0) return named;
  return json.length <= MAX_UNNAMED ? json : [];
}

function looksLikeCoco(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, HEAD);
  let lists = 0;
  let isOther = false;
  try {
    scanJson(head, {
      member(key, firstByte) {
        if ((key === 'images' || key === 'annotations') && firstByte === '['.charCodeAt(0)) lists++;
        // Segment Anything has a file for each image.
        if (key === 'image') isOther = true;
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

async function readCoco(source: Source): Promise<Reading> {
  const { indices, notes } = await indexAll(source);
  const names = new Set(indices.flatMap(({ classes }) => [...classes.values()]));
  names.delete(BACKGROUND);
  return {
    classes: [...names],
    count: indices.reduce((sum, { images }) => sum + images.length, 0),
    notes: [...notes, ...indices.flatMap(index => index.notes)],
    async *images() {
      const pictures = new Set(source.files);
      for (const index of indices) yield* imagesOf(source, index, pictures);
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

async function* imagesOf(
  source: Source,
  index: CocoIndex,
  pictures: ReadonlySet<string>,
): AsyncGenerator<ForeignImage> {
  const bytes = await source.readUtf8(index.file);
  if (bytes.length !== index.bytes) {
    throw new StudioError(`Cannot read ${pathOf(source, index.file)}: it has changed meanwhile; start again.`);
  }
  const places = placesOf(index.file);
  for (const image of index.images) {
    const path = places.prefixes.map(prefix => prefix + image.name).find(candidate => pictures.has(candidate));
    yield { ...foreignImage(image, index, bytes), side: sideOfSubset(places.subset), picture: path ? { path } : null };
  }
}

function foreignImage(image: CocoImage, index: CocoIndex, bytes: Uint8Array): Omit<ForeignImage, 'side' | 'picture'> {
  const entries = annotationsOf(image, bytes);
  const masks = entries.map(({ segmentation }) => isObject(segmentation) && sizeOfRunLengths(segmentation));
  const size = image.size ?? (masks.find(Boolean) || null);
  const shapes = new ImageShapes(image.name, size);
  if (image.isAmbiguous)
    for (const { id } of entries) shapes.note('ambiguous-name', `annotation ${idOf(id)} may be of others`);
  else for (const entry of entries) takeAnnotation(entry, index.classes, size, shapes);
  const state = foreignState(image.state, shapes);
  return { name: image.name, size, state, labels: shapes.labels, pixels: shapes.pixels(), notes: shapes.notes() };
}

function annotationsOf({ annotations }: CocoImage, bytes: Uint8Array) {
  return annotations.flatMap((start, k) => {
    const entry = k % 2 === 0 ? parseElement(bytes, start, annotations[k + 1]) : null;
    return isObject(entry) ? [entry] : [];
  });
}

/**
 * The subset that a file is of, and where its pictures may lie: `images/<subset>/` or `images/` as CVAT has it,
 * `train2017/` beside `annotations/` as COCO itself, or beside the file.
 */
function placesOf(file: string): { subset: string; prefixes: string[] } {
  const [, folder, stem] = /^(.*\/)?([^/]*)\.json$/i.exec(file) ?? [];
  const beside = folder ?? '';
  const root = beside.replace(/(^|\/)annotations\/$/, '$1');
  const named = /^instances_(.+)$/.exec(stem)?.[1];
  const subset = named ?? (stem === '_annotations.coco' ? (beside.split('/').at(-2) ?? '') : stem);
  const prefixes = [
    `${root}images/${subset}/`,
    `${root}images/`,
    `${root}${subset}/`,
    root,
    beside,
    `${beside}images/`,
  ];
  return { subset, prefixes };
}
