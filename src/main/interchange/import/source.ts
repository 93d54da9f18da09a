import { isUtf8 } from 'node:buffer';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import * as yauzl from 'yauzl';
import { ProjectRoot } from '../../../node/project-path.ts';
import { fileError, StudioError } from '../../../shared/errors.ts';
import type { Encoding } from '../../../shared/interchange/encodings.ts';
import { readBytes, tooLarge } from '../../files/read.ts';
import { guessEncoding, toUtf8 } from './text-encoding.ts';

/** A larger file is refused before it is read: no label file and no picture that the studio takes is as large. */
const MAX_FILE_BYTES = 512 * 2 ** 20;
/** An honest zip of labels and pictures does not unpack to more than so many times its size, or is small. */
const MAX_ZIP_RATIO = 200;
const SMALL_BYTES = 2 ** 30;

/** Files that another tool left: a folder, a zip, or a single file. */
export interface Source {
  /** What the user named, for messages. */
  readonly path: string;
  /** Paths within it, `/` between folders, sorted by code point. */
  readonly files: readonly string[];
  /** Throws a StudioError when it is too large, damaged or gone. */
  read(file: string): Promise<Buffer>;
  /** The text of a file as UTF-8 without a mark, whatever it is written in. Throws as `read`. */
  readUtf8(file: string): Promise<Buffer>;
  /** Texts so far that say nowhere how they are encoded, and what they were taken for. */
  readonly guesses: ReadonlyMap<string, Encoding>;
  close(): Promise<void>;
}

/**
 * Opens a folder, a zip or a single file; nothing is unpacked to the disk. `encoding`: of texts that are not Unicode.
 * Throws a StudioError.
 */
export async function openSource(path: string, encoding: Encoding | 'auto' = 'auto'): Promise<Source> {
  const files = await openFiles(path);
  const guesses = new Map<string, Encoding>();
  return {
    path,
    ...files,
    guesses,
    async readUtf8(file) {
      const { bytes, guess } = toUtf8(await files.read(file), encoding);
      if (guess) guesses.set(file, guess);
      return bytes;
    },
  };
}

type Files = Pick<Source, 'files' | 'read' | 'close'>;

async function openFiles(path: string): Promise<Files> {
  const found = await stat(path).catch(error => {
    throw fileError('read', path, error);
  });
  if (found.isDirectory()) return openFolder(path);
  if (!found.isFile()) throw new StudioError(`Cannot read ${path}: it is neither a file nor a folder; choose another.`);
  if (/\.zip$/i.test(path)) return openZip(path, found.size);
  const name = path.split(/[/\\]/).at(-1) ?? path;
  return { files: [name], read: () => readBytes(path, MAX_FILE_BYTES), close: async () => {} };
}

async function openFolder(path: string): Promise<Files> {
  const root = await realpath(path);
  const files: string[] = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const full = join(entry.parentPath, entry.name);
    const hidden = relative(root, full)
      .split(sep)
      .some(part => part.startsWith('.'));
    if (hidden || !(entry.isFile() || (entry.isSymbolicLink() && (await isFileInside(root, full))))) continue;
    files.push(relative(root, full).split(sep).join('/'));
  }
  const folder = new ProjectRoot(root, true);
  return { files: sorted(files), read: file => readBytes(folder.at(file), MAX_FILE_BYTES), close: async () => {} };
}

/** A link may lead to another file of the folder, not out of it. */
async function isFileInside(root: string, link: string): Promise<boolean> {
  const target = await realpath(link).catch(() => '');
  return target.startsWith(root + sep) && (await stat(target)).isFile();
}

/** Names are checked by yauzl: a zip in which one is absolute or leads upwards is refused as a whole. */
async function openZip(path: string, bytes: number): Promise<Files> {
  const zip = await yauzl.openPromise(path, { autoClose: false }).catch(error => {
    throw notAZip(path, error);
  });
  const entries = new Map<string, yauzl.Entry>();
  let total = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      if (name.endsWith('/') || isClutter(name)) continue;
      if (entry.isEncrypted()) throw new StudioError(`Cannot read ${path}: it is encrypted; unpack it first.`);
      if (entries.has(name)) throw notAZip(path, new Error(`it holds ${name} twice`));
      total += entry.uncompressedSize;
      entries.set(name, entry);
      if (total <= Math.max(SMALL_BYTES, bytes * MAX_ZIP_RATIO)) continue;
      throw new StudioError(
        `Cannot read ${path}: it would unpack to more than ${MAX_ZIP_RATIO} times its size, as no labels do; get it again from where it came.`,
      );
    }
  } catch (error) {
    zip.close();
    throw error instanceof StudioError ? error : notAZip(path, error);
  }
  return {
    files: sorted([...entries.keys()]),
    read: file => readEntry(zip, entries.get(file), `${path}/${file}`),
    close: async () => zip.close(),
  };
}

/** Of a general purpose bit flag: names are UTF-8 (APPNOTE 4.4.4, bit 11). And of an extra field that holds them as such. */
const UTF8_FLAG = 0x800;
const UNICODE_PATH = 0x7075;

/** Programs of before Unicode, and macOS, do not say how they encode names. Throws an Error for a name that leads out. */
function nameOf(entry: yauzl.Entry): string {
  const isSaid =
    (entry.generalPurposeBitFlag & UTF8_FLAG) !== 0 || entry.extraFields.some(({ id }) => id === UNICODE_PATH);
  const { fileNameRaw } = entry;
  const encoding = isUtf8(fileNameRaw) ? 'utf-8' : guessEncoding(fileNameRaw);
  if (isSaid || encoding === null) return entry.fileName;
  const name = new TextDecoder(encoding).decode(fileNameRaw).replaceAll('\\', '/');
  const problem = yauzl.validateFileName(name);
  if (problem !== null) throw new Error(problem);
  return name;
}

/** What macOS adds to a zip. */
function isClutter(name: string): boolean {
  return name.split('/').some(part => part === '__MACOSX' || part.startsWith('.'));
}

/** yauzl checks that an entry is as long as it declared, and stops when it is longer. */
async function readEntry(zip: yauzl.ZipFile, entry: yauzl.Entry | undefined, name: string): Promise<Buffer> {
  if (!entry) throw new StudioError(`Cannot read ${name}: it is not in the zip.`);
  if (entry.uncompressedSize > MAX_FILE_BYTES) throw tooLarge(name, MAX_FILE_BYTES);
  try {
    const stream = await zip.openReadStreamPromise(entry);
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    return Buffer.concat(chunks);
  } catch (error) {
    throw new StudioError(`Cannot read ${name}: the zip is damaged; get it again.`, 'failure', { cause: error });
  }
}

function notAZip(path: string, error: unknown): StudioError {
  const reason = error instanceof Error ? error.message : String(error);
  return new StudioError(`Cannot read ${path} as a zip: ${reason}; get it again from where it came.`, 'failure', {
    cause: error,
  });
}

function sorted(files: string[]): string[] {
  return files.sort((a, b) => (a < b ? -1 : 1));
}
