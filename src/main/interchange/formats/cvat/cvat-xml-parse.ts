import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { StudioError } from '../../../../shared/errors.ts';
import type { CvatShape } from './cvat-shape.ts';

/** So much is given to the parser at a time, bytes. */
const CHUNK = 2 ** 16;
/** No annotations nest deeper. */
const MAX_DEPTH = 32;

type Attributes = Readonly<Record<string, string>>;

/** `<image>` or `<track>` with the shapes in it. */
export interface CvatGroup {
  readonly element: 'image' | 'track';
  readonly attributes: Attributes;
  readonly shapes: readonly CvatShape[];
}

/** What an annotations.xml says about itself. */
export interface CvatMeta {
  /** Of the labels that the task or project declares, in its order. */
  readonly labels: string[];
  /** By the id of the task: the size of a video's frames, as it is written. */
  readonly frames: Map<string, { width?: string; height?: string }>;
  /** By the id of the task: the number of the last frame of a video. */
  readonly lastFrames: Map<string, number>;
}

/**
 * Goes over an annotations.xml and gives one image or track after the other; `meta` is filled on the way. Nothing is
 * fetched and no entity is expanded: a file that declares entities is refused. Throws a StudioError that names `path`.
 */
export function* parseCvat(path: string, bytes: Uint8Array, meta: CvatMeta): Generator<CvatGroup> {
  const groups: CvatGroup[] = [];
  const parser = parserInto(groups, meta);
  const decoder = new TextDecoder();
  try {
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const chunk = bytes.subarray(at, at + CHUNK);
      parser.write(decoder.decode(chunk, { stream: at + CHUNK < bytes.length }));
      yield* groups.splice(0);
    }
    parser.close();
  } catch (error) {
    if (error instanceof StudioError || !(error instanceof Error)) throw error;
    throw new StudioError(
      `Cannot read ${path}: it is not sound XML, ${error.message.replace(/\.$/, '')}; get it again from where it came.`,
      'failure',
      { cause: error },
    );
  }
}

function parserInto(groups: CvatGroup[], meta: CvatMeta): SaxesParser {
  const parser = new SaxesParser();
  /** Names of the open elements, the outermost first. */
  const open: string[] = [];
  let group: { element: 'image' | 'track'; attributes: Attributes; shapes: CvatShape[] } | null = null;
  const metaReader = new MetaReader(meta);
  parser.on('doctype', doctype => {
    if (/<!ENTITY/i.test(doctype)) throw new Error('it declares entities, which CVAT never does');
  });
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    if (open.length === 0 && name !== 'annotations') throw new Error(`its root is ${name}, not annotations`);
    if (open.length > MAX_DEPTH) throw new Error(`it is nested more than ${MAX_DEPTH} deep`);
    if (open.length === 1 && (name === 'image' || name === 'track')) group = { element: name, attributes, shapes: [] };
    if (open.length === 2 && group) group.shapes.push({ element: name, attributes });
    open.push(name);
    metaReader.open();
  });
  parser.on('text', text => metaReader.text(text));
  parser.on('closetag', () => {
    if (open[1] === 'meta') metaReader.close(open);
    open.pop();
    if (open.length !== 1 || !group) return;
    groups.push(group);
    group = null;
  });
  return parser;
}

/** Collects what is of use in `<meta>`: a task, a job or a project with tasks. */
class MetaReader {
  readonly #meta: CvatMeta;
  #text = '';
  #task = '';
  #frame: { width?: string; height?: string } = {};
  #label: { name: string; isPart: boolean } = { name: '', isPart: false };

  constructor(meta: CvatMeta) {
    this.#meta = meta;
  }

  open(): void {
    this.#text = '';
  }

  text(text: string): void {
    this.#text += text;
  }

  /** The innermost of the open elements ends. */
  close(open: readonly string[]): void {
    const [parent, name] = open.slice(-2);
    const text = this.#text.trim();
    if (parent === 'label' && name === 'name') this.#label.name = text;
    // A part of a skeleton.
    if (parent === 'label' && name === 'parent' && text) this.#label.isPart = true;
    if (name === 'label') this.#endLabel();
    if ((parent === 'task' || parent === 'job') && name === 'id') this.#task = text;
    if (parent === 'original_size' && (name === 'width' || name === 'height')) this.#frame[name] = text;
    // A job has part of the frames of its task; the numbers of its segments are the task's.
    if (parent === 'task' && name === 'size') this.#endAt(Number(text) - 1);
    if (parent === 'segment' && name === 'stop') this.#endAt(Number(text));
    if (name === 'original_size' || name === 'task' || name === 'job') this.#meta.frames.set(this.#task, this.#frame);
    if (name === 'task' || name === 'job') this.#frame = {};
    this.#text = '';
  }

  #endAt(frame: number): void {
    if (Number.isSafeInteger(frame)) this.#meta.lastFrames.set(this.#task, frame);
  }

  #endLabel(): void {
    if (this.#label.name && !this.#label.isPart) this.#meta.labels.push(this.#label.name);
    this.#label = { name: '', isPart: false };
  }
}
