import { StudioError } from '../../../../shared/errors.ts';
import type { Note } from '../../../../shared/interchange/notes.ts';
import type { Source } from '../../import/source.ts';
import { classOf, ImageShapes } from '../../shapes/image-shapes.ts';
import { sensibleSize } from '../../shapes/shape-points.ts';
import { BACKGROUND, type ForeignImage } from '../foreign.ts';
import type { Format, Reading } from '../format.ts';
import { foreignState, STATE_KEY } from '../studio-state.ts';
import { sideOfSubset } from '../subsets.ts';
import { type CvatShape, inPaintingOrder, takeShape } from './cvat-shape.ts';
import { framesOfTracks } from './cvat-tracks.ts';
import { type CvatGroup, type CvatMeta, parseCvat } from './cvat-xml-parse.ts';
import { writeCvatXml } from './cvat-xml-writer.ts';

/** So much of a file is looked at to see whether it is CVAT's, bytes. */
const HEAD = 2 ** 13;
/** A source with more XML files than these, none called annotations.xml, is of a tool that writes one for each image. */
const MAX_UNNAMED = 16;

/**
 * CVAT's "CVAT for images 1.1" and "CVAT for video 1.1", of a task, a job or a project. An image without shapes comes in
 * as `unknown`, as CVAT lists those that nobody looked at as well, unless the file is our own (see `STATE_KEY`).
 */
export const cvatXml: Format<'cvat-xml'> = {
  id: 'cvat-xml',
  title: 'CVAT XML ("CVAT for images 1.1")',
  async recognise(source) {
    for (const file of candidates(source)) {
      if (looksLikeCvat(await source.readUtf8(file))) return `${file} with <annotations>`;
    }
    return null;
  },
  read: readCvatXml,
  write: writeCvatXml,
};

function candidates({ files }: Source): string[] {
  const xml = files.filter(file => /\.xml$/i.test(file));
  const named = xml.filter(file => /(^|\/)annotations\.xml$/.test(file));
  if (named.length > 0) return named;
  return xml.length <= MAX_UNNAMED ? xml : [];
}

/** The root is `annotations`, in the plural: Pascal VOC and the MIT's LabelMe have one `annotation`. */
function looksLikeCvat(bytes: Uint8Array): boolean {
  const head = new TextDecoder().decode(bytes.subarray(0, HEAD)).replace(/<!--[\s\S]*?-->/g, '');
  return /<([a-z_][\w.-]*)/i.exec(head)?.[1] === 'annotations' && /<(version|meta|image|track)[\s>/]/.test(head);
}

async function readCvatXml(source: Source): Promise<Reading> {
  const files = await sound(source);
  const classes = new Set<string>();
  const notes: Note[] = [];
  let count = 0;
  for (const file of files) {
    const summary = summarise(source, file, await source.readUtf8(file));
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
      for (const file of files) yield* imagesOf(source, file, pictures);
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

/** The labels that are declared and those that are used, and how many images and tracks there are. */
function summarise(source: Source, file: string, bytes: Uint8Array) {
  const meta: CvatMeta = { labels: [], frames: new Map() };
  const used = new Set<string>();
  const tracks: CvatGroup[] = [];
  let images = 0;
  for (const group of parseCvat(pathOf(source, file), bytes, meta)) {
    if (group.element === 'image') images++;
    else tracks.push(group);
    for (const { attributes } of group.element === 'image' ? group.shapes : [group]) used.add(attributes.label ?? '');
  }
  return { labels: [...meta.labels, ...used], images: images + framesOfTracks(tracks).length, tracks: tracks.length };
}

async function* imagesOf(source: Source, file: string, pictures: ReadonlySet<string>): AsyncGenerator<ForeignImage> {
  const meta: CvatMeta = { labels: [], frames: new Map() };
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const tracks: CvatGroup[] = [];
  for (const group of parseCvat(pathOf(source, file), await source.readUtf8(file), meta)) {
    if (group.element === 'track') tracks.push(group);
    else yield foreignImage(group.attributes, group.shapes, folder, pictures);
  }
  for (const { name, task, subset, shapes } of framesOfTracks(tracks)) {
    const frame = meta.frames.get(task) ?? [...meta.frames.values()][0];
    yield foreignImage({ ...frame, name, subset }, shapes, folder, pictures);
  }
}

/** For messages: a file that was named by itself is not named twice. */
function pathOf({ path }: Source, file: string): string {
  return path.endsWith(file) ? path : `${path}/${file}`;
}

function foreignImage(
  attributes: CvatGroup['attributes'],
  elements: readonly CvatShape[],
  folder: string,
  pictures: ReadonlySet<string>,
): ForeignImage {
  const name = (attributes.name ?? '').replaceAll('\\', '/');
  const size = sensibleSize(Number(attributes.width), Number(attributes.height));
  const shapes = new ImageShapes(name, size);
  if (name === '') shapes.note('bad-name', `image ${attributes.id} has no name`);
  for (const [i, shape] of inPaintingOrder(elements).entries()) takeShape(shape, shapes, `${shape.element} ${i + 1}`);
  const subset = attributes.subset ?? '';
  const path = pathsOf(name, subset, folder).find(candidate => pictures.has(candidate));
  return {
    name,
    size,
    state: foreignState(attributes[STATE_KEY], shapes),
    labels: shapes.labels,
    pixels: shapes.pixels(),
    side: sideOfSubset(subset),
    notes: shapes.notes(),
    picture: path ? { path } : null,
  };
}

/** Where the picture of an image may lie; frames of a video bear no extension. */
function pathsOf(name: string, subset: string, folder: string): string[] {
  const prefixes = [
    ...(subset ? [`${folder}images/${subset}/`] : []),
    `${folder}images/`,
    folder,
    `${folder}images/default/`,
  ];
  const names = /\.\w+$/.test(name) ? [name] : ['.png', '.PNG', '.jpg', '.jpeg', '.JPG'].map(ending => name + ending);
  return prefixes.flatMap(prefix => names.map(each => prefix + each));
}
