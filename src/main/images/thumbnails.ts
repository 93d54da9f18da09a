import { availableParallelism } from 'node:os';
import sharp from 'sharp';
import { readBytes, statOf } from '../files/read.ts';

/** Largest side of a thumbnail, px: sharp on a screen of double density. */
const SIDE = 160;
/** Kept in memory, some kilobytes each. */
const KEPT = 2000;

/** Small pictures of large ones, made when they are asked for. */
export interface Thumbnails {
  /** A WebP of at most 160 px a side; undefined for what is no picture. */
  of(path: string): Promise<Buffer | undefined>;
}

export function createThumbnails(): Thumbnails {
  const made = new Map<string, Promise<Buffer | undefined>>();
  const turn = turns(Math.max(1, availableParallelism() - 1));
  return {
    async of(path) {
      const file = await statOf(path).catch(() => undefined);
      if (!file?.isFile()) return undefined;
      const key = `${path}\0${file.mtimeMs}\0${file.size}`;
      const thumbnail = made.get(key) ?? turn(() => shrink(path));
      // Put at the end again: the map's first is always the one that nobody has asked for longest.
      made.delete(key);
      made.set(key, thumbnail);
      if (made.size > KEPT) made.delete(made.keys().next().value ?? key);
      return thumbnail;
    },
  };
}

async function shrink(path: string): Promise<Buffer | undefined> {
  try {
    const bytes = await readBytes(path);
    return await sharp(bytes).autoOrient().resize(SIDE, SIDE, { fit: 'inside' }).webp({ quality: 75 }).toBuffer();
  } catch {
    return undefined;
  }
}

/**
 * Lets a few tasks run at a time: who scrolls through thousands of images must not starve everything else. The latest
 * comes first, for it is asked for by what is on the screen now.
 */
function turns(most: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(task: () => Promise<T>): Promise<T> => {
    if (running >= most) await new Promise<void>(resolve => waiting.push(resolve));
    else running++;
    try {
      return await task();
    } finally {
      const next = waiting.pop();
      if (next) next();
      else running--;
    }
  };
}
