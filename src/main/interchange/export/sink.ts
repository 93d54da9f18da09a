import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import * as yazl from 'yazl';
import { makeFolder } from '../../../node/folders.ts';
import { provenFile } from '../../../node/open-file.ts';
import { type FilePath, realNameOf, toBeWritten } from '../../../node/project-path.ts';
import { sweep } from '../../../node/remove.ts';
import { isSystemError } from '../../../node/system-error.ts';
import { temporaryName } from '../../../node/temporary-name.ts';
import { fileError, StudioError } from '../../../shared/errors.ts';

export type PictureFile = FilePath;

/** Where an export is written: a folder, or a zip if the name ends so. It appears when it is complete. */
export interface Sink {
  /** `path` within the export, `/` between folders. Throws a StudioError. */
  add(path: string, content: string | Uint8Array): Promise<void>;
  /** A file as it is. Throws a StudioError. */
  addFile(path: string, from: PictureFile): Promise<void>;
  /** Puts what was added into place. Throws a StudioError. */
  commit(): Promise<void>;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
}

/** Throws a StudioError when something is there already. */
export async function openSink(out: string): Promise<Sink> {
  const entries = await readdir(out).catch(error => (isSystemError(error, 'ENOENT') ? [] : [out]));
  if (entries.length > 0) throw new StudioError(`Cannot write ${out}: it exists already; choose another name.`);
  await makeFolder(dirname(out));
  const place = await placeOf(out);
  // What an export that was killed has left beside it.
  await sweep(dirname(place));
  const temporary = join(dirname(place), temporaryName());
  return /\.zip$/i.test(out) ? zipSink(place, temporary) : folderSink(place, temporary);
}

/** In a project it must not lead out of that. */
async function placeOf(out: string): Promise<string> {
  try {
    const path = await toBeWritten(out);
    return typeof path === 'string' ? path : await realNameOf(path);
  } catch (error) {
    throw fileError('write', out, error);
  }
}

async function folderSink(out: string, temporary: string): Promise<Sink> {
  await makeFolder(temporary);
  const written = async (path: string, write: (to: string) => Promise<void>) => {
    const to = join(temporary, ...path.split('/'));
    try {
      await mkdir(dirname(to), { recursive: true });
      await write(to);
    } catch (error) {
      throw fileError('write', join(out, path), error);
    }
  };
  return {
    add: (path, content) => written(path, to => writeFile(to, content, { flag: 'wx' })),
    addFile: (path, from) => written(path, async to => copyFile(await provenFile(from), to)),
    async commit() {
      try {
        await rm(out, { recursive: true, force: true });
        await rename(temporary, out);
      } catch (error) {
        throw fileError('write', out, error);
      }
    },
    abort: () => rm(temporary, { recursive: true, force: true }),
  };
}

async function zipSink(out: string, temporary: string): Promise<Sink> {
  const zip = new yazl.ZipFile();
  const stream = createWriteStream(temporary, { flags: 'wx' });
  const end = finished(zip.outputStream.pipe(stream));
  end.catch(() => {});
  // Pictures are compressed already.
  const compress = (path: string) => !/\.(png|jpe?g|webp)$/i.test(path);
  return {
    async add(path, content) {
      zip.addBuffer(Buffer.from(content as Uint8Array), path, { compress: compress(path) });
    },
    async addFile(path, from) {
      zip.addFile(await provenFile(from), path, { compress: compress(path) });
    },
    async commit() {
      try {
        zip.end();
        await end;
        const file = await open(temporary, 'r+');
        await file.sync().finally(() => file.close());
        await rename(temporary, out);
      } catch (error) {
        throw fileError('write', out, error);
      }
    },
    async abort() {
      stream.destroy();
      await rm(temporary, { force: true });
    },
  };
}
