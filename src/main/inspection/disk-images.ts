import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path';
import type { Output } from '../../shared/contract.ts';
import { oneLine } from '../../shared/errors.ts';
import { mapConcurrently } from '../files/concurrency.ts';
import { fullPath } from '../files/full-path.ts';
import { FILES_PREFIX, type OpenedFiles, THUMBNAILS_PREFIX } from '../files/opened-files.ts';
import { statOf } from '../files/read.ts';
import { readHeader, writeUpright } from '../images/png.ts';
import { listImages } from './image-list.ts';
import type { PictureFolder } from './picture-folder.ts';

type Listed = Output<'inspect.images'>;

/** Endings under which Chromium shows a file of that format. */
const SHOWN: Readonly<Record<string, readonly string[]>> = {
  png: ['.png'],
  jpeg: ['.jpg', '.jpeg'],
  webp: ['.webp'],
};

/** Pictures anywhere on the studio's machine, which a page may see once they are known to be pictures. */
export class DiskImages {
  readonly #openedFiles: OpenedFiles;
  readonly #pictures: PictureFolder;

  constructor(openedFiles: OpenedFiles, pictures: PictureFolder) {
    this.#openedFiles = openedFiles;
    this.#pictures = pictures;
  }

  /** Those that the paths name, in their order; what cannot be read is said in a sentence. */
  async list(paths: readonly string[]): Promise<Listed> {
    const found = await mapConcurrently(paths, async path => {
      try {
        return { images: await this.#listOne(path), problems: [] };
      } catch (error) {
        return { images: [], problems: [{ path, problem: oneLine(error) }] };
      }
    });
    const images = found.flatMap(each => each.images);
    // A file may be named by itself and by its folder.
    const once = new Map(images.map(image => [image.path, image]));
    return { images: [...once.values()], problems: found.flatMap(({ problems }) => problems) };
  }

  /** What a page shows of a picture: the file itself where Chromium shows it rightly, else a PNG of it. Throws a StudioError. */
  async show(path: string): Promise<{ url: string; width: number; height: number }> {
    const { width, height, format, isTurned } = await readHeader(checked(path));
    const isShown = !isTurned && SHOWN[format]?.includes(extname(path).toLowerCase());
    const url = isShown ? this.#open(path) : await this.#pictures.keep(to => writeUpright(path, to));
    return { url, width, height };
  }

  async #listOne(path: string): Promise<Listed['images']> {
    const files = await listImages([checked(path)]);
    // Those of a folder are taken by their names and judged when they are looked at: there may be thousands.
    if (files.length === 1 && files[0].path === path) await readHeader(path);
    return mapConcurrently(files, async ({ path }) => {
      const modified = (await statOf(path).catch(() => null))?.mtimeMs ?? 0;
      const thumbnail = this.#open(path).replace(FILES_PREFIX, THUMBNAILS_PREFIX);
      return { path, name: basename(path), thumbnailUrl: `${thumbnail}?v=${Math.round(modified)}` };
    });
  }

  #open(path: string): string {
    const name = createHash('sha256').update(path).digest('hex').slice(0, 16);
    return this.#openedFiles.open(`image-${name}`, path);
  }
}

function checked(path: string): string {
  return fullPath(path, 'a picture or of a folder of pictures');
}
