import { oneLine, StudioError } from '../../../../shared/errors.ts';
import type { Note } from '../../../../shared/interchange/notes.ts';
import type { Source } from '../../import/source.ts';
import { classOf, ImageShapes } from '../../shapes/image-shapes.ts';
import { sensibleSize } from '../../shapes/shape-points.ts';
import { BACKGROUND, type ForeignImage } from '../foreign.ts';
import type { Reading } from '../format.ts';
import { foreignState, STATE_KEY } from '../studio-state.ts';
import { sideOfSubset } from '../subsets.ts';
import { type CvatName, CvatNames, nameOf } from './cvat-names.ts';
import { type CvatShape, inPaintingOrder, takeShape } from './cvat-shape.ts';
import { framesOfTracks, type TrackedFrame } from './cvat-tracks.ts';
import { type CvatGroup, type CvatMeta, parseCvat } from './cvat-xml-parse.ts';

/** So much of a file is looked at to see whether it is CVAT's, bytes. */
const HEAD = 2 ** 13;
/** Where no XML file is called annotations.xml, so many of them are opened to see what they are. */
const TRIED = 16;

/** The first file of the source that is CVAT's, or null. */
export async function findCvatXml(source: Source): Promise<string | null> {
  for (const file of candidates(source).slice(0, TRIED)) {
    if (looksLikeCvat(await source.readUtf8(file))) return file;
  }
  return null;
}

function candidates({ files }: Source): string[] {
  const xml = files.filter(file => /\.xml$/i.test(file));
  const named = xml.filter(file => /(^|\/)annotations\.xml$/i.test(file));
  return named.length > 0 ? named : xml;
}

/** The root is `annotations`, in the plural: Pascal VOC and the MIT's LabelMe have one `annotation`. */
function looksLikeCvat(bytes: Uint8Array): boolean {
  const head = new TextDecoder().decode(bytes.subarray(0, HEAD)).replace(/<!--[\s\S]*?-->/g, '');
  return /<([a-z_][\w.-]*)/i.exec(head)?.[1] === 'annotations' && /<(version|meta|image|track)[\s>/]/.test(head);
}

/** Throws a StudioError when no file of the source is CVAT's. */
export async function readCvatXml(source: Source): Promise<Reading> {
  const files = await sound(source);
  const classes = new Set<string>();
  const notes: Note[] = [];
  const names = new CvatNames();
  let count = 0;
  for (const file of files) {
    const summary = summarise(source, file, await source.readUtf8(file), names);
    for (const label of summary.labels) classes.add(classOf(label));
    count += summary.images;
    if (summary.tracks > 0) notes.push({ code: 'track-to-labels', count: summary.tracks, detail: file });
  }
  classes.delete(BACKGROUND);
  classes.delete('');
  return {
    classes: [...classes],
    count,
    notes,
    async *images() {
      const pictures = new Set(source.files);
      for (const file of files) yield* imagesOf(source, file, pictures, names);
    },
  };
}

/** Throws a StudioError when there is none. */
async function sound(source: Source): Promise<string[]> {
  const files = candidates(source);
  if (files.length === 1) return files;
  const found: string[] = [];
  for (const file of files) if (looksLikeCvat(await source.readUtf8(file))) found.push(file);
  if (found.length > 0) return found;
  throw new StudioError(`Cannot read ${source.path}: it holds no annotations.xml of CVAT; choose another file.`);
}

/** The labels that are declared and those that are used, and how many images and tracks there are; notes all names. */
function summarise(source: Source, file: string, bytes: Uint8Array, names: CvatNames) {
  const meta = emptyMeta();
  const used = new Set<string>();
  const tracks: CvatGroup[] = [];
  let images = 0;
  for (const group of parseCvat(pathOf(source, file), bytes, meta)) {
    if (group.element === 'track') tracks.push(group);
    else {
      images++;
      names.add(nameOf(group.attributes, folderOf(file)));
    }
    for (const { attributes } of group.element === 'image' ? group.shapes : [group]) used.add(attributes.label ?? '');
  }
  for (const frame of framesOf(source, file, tracks, meta)) {
    images++;
    names.add({ ...frame, folder: folderOf(file) });
  }
  return { labels: [...meta.labels, ...used], images, tracks: tracks.length };
}

function emptyMeta(): CvatMeta {
  return { labels: [], frames: new Map(), lastFrames: new Map() };
}

function* framesOf(
  source: Source,
  file: string,
  tracks: readonly CvatGroup[],
  meta: CvatMeta,
): Generator<TrackedFrame> {
  try {
    yield* framesOfTracks(tracks, meta);
  } catch (error) {
    throw new StudioError(`Cannot read ${pathOf(source, file)}: ${oneLine(error)}; split it up.`);
  }
}

async function* imagesOf(
  source: Source,
  file: string,
  pictures: ReadonlySet<string>,
  names: CvatNames,
): AsyncGenerator<ForeignImage> {
  const meta = emptyMeta();
  const tracks: CvatGroup[] = [];
  const folder = folderOf(file);
  const place = { pictures, names };
  for (const group of parseCvat(pathOf(source, file), await source.readUtf8(file), meta)) {
    if (group.element === 'track') tracks.push(group);
    else yield foreignImage(group.attributes, nameOf(group.attributes, folder), group.shapes, place);
  }
  for (const frame of framesOf(source, file, tracks, meta)) {
    const size = meta.frames.get(frame.task) ?? [...meta.frames.values()][0];
    const image = foreignImage(size ?? {}, { ...frame, folder }, frame.shapes, place);
    const { interpolated: count, name: detail } = frame;
    yield count === 0 ? image : { ...image, notes: [...image.notes, { code: 'track-interpolated', count, detail }] };
  }
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}

/** For messages: a file that was named by itself is not named twice. */
function pathOf({ path }: Source, file: string): string {
  return path.endsWith(file) ? path : `${path}/${file}`;
}

function foreignImage(
  { id, width, height, [STATE_KEY]: state }: CvatGroup['attributes'],
  said: CvatName,
  elements: readonly CvatShape[],
  { pictures, names }: { pictures: ReadonlySet<string>; names: CvatNames },
): ForeignImage {
  const name = names.clear(said);
  const size = sensibleSize(Number(width), Number(height));
  const shapes = new ImageShapes(name, size);
  if (name === '') shapes.note('bad-name', `image ${id} has no name`);
  for (const [i, shape] of inPaintingOrder(elements).entries()) takeShape(shape, shapes, `${shape.element} ${i + 1}`);
  const path = pathsOf(said).find(candidate => pictures.has(candidate));
  return {
    name,
    size,
    state: foreignState(state, shapes),
    labels: shapes.labels,
    pixels: shapes.pixels(),
    side: sideOfSubset(said.subset),
    notes: shapes.notes(),
    picture: path ? { path } : null,
  };
}

/** Where the picture of an image may lie; frames of a video bear no extension. */
function pathsOf({ name, subset, folder }: CvatName): string[] {
  const prefixes = [
    ...(subset ? [`${folder}images/${subset}/`] : []),
    `${folder}images/`,
    folder,
    `${folder}images/default/`,
  ];
  const names = /\.\w+$/.test(name) ? [name] : ['.png', '.PNG', '.jpg', '.jpeg', '.JPG'].map(ending => name + ending);
  return prefixes.flatMap(prefix => names.map(each => prefix + each));
}
