import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import type { RgbImage } from '../../shared/image/gray-image.ts';
import type { FrameIndex } from '../../shared/schemas/video.ts';
import { readFrame, readFrames } from './frames.ts';

/** Decoded frames kept in memory, bytes: those around the one on the screen, which are stepped to or saved next. */
const IN_MEMORY = 96 * 2 ** 20;
/** Frames decoded with the one asked for, before and after it: in the same pass they cost next to nothing. */
const AROUND = 8;
/** PNGs kept on disk, of all videos together. */
const ON_DISK = 200;

/** The exact frames of videos: as pixels for saving, as PNG files for the page. Errors as `readFrame`. */
export class FramePictures {
  readonly #folder: string;
  readonly #signal: AbortSignal;
  readonly #pixels = new Map<string, Promise<RgbImage>>();
  readonly #files = new Map<string, Promise<string>>();

  /** `folder`: where the PNGs lie. */
  constructor(folder: string, signal: AbortSignal) {
    this.#folder = folder;
    this.#signal = signal;
  }

  /** Frame `number` of the video called `video`, as `readFrame` gives it; decoded once for whoever asks meanwhile. */
  pixels(video: string, index: FrameIndex, number: number): Promise<RgbImage> {
    return (
      this.#known(video, index, number) ?? this.#keep(video, index, number, readFrame(index, number, this.#signal))
    );
  }

  /** The name of the PNG in the folder; made when it is not there. */
  async picture(video: string, index: FrameIndex, number: number): Promise<string> {
    const name = pictureName(video, number);
    const making = this.#files.get(name) ?? this.#make(name, video, index, number);
    this.#files.set(name, making);
    return making.finally(() => this.#files.delete(name));
  }

  async #make(name: string, video: string, index: FrameIndex, number: number): Promise<string> {
    const file = join(this.#folder, name);
    if (await stat(file).catch(() => null)) {
      const now = new Date();
      await utimes(file, now, now).catch(() => {});
      return name;
    }
    const { data, width, height } = await (this.#known(video, index, number) ??
      this.#withNeighbours(video, index, number));
    await makeFolder(this.#folder);
    const png = sharp(data, { raw: { width, height, channels: 3 } }).png({ compressionLevel: 1 });
    await writeFileAtomic(file, await png.toBuffer());
    await this.#dropOldest();
    return name;
  }

  #known(video: string, index: FrameIndex, number: number): Promise<RgbImage> | undefined {
    const known = this.#pixels.get(pictureName(video, number));
    return known && this.#keep(video, index, number, known);
  }

  /** Puts a frame last in the line of those that are dropped. */
  #keep(video: string, { info }: FrameIndex, number: number, pixels: Promise<RgbImage>): Promise<RgbImage> {
    const key = pictureName(video, number);
    this.#pixels.delete(key);
    this.#pixels.set(key, pixels);
    pixels.catch(() => this.#pixels.delete(key));
    const most = Math.max(3, Math.floor(IN_MEMORY / (info.width * info.height * 3)));
    for (const oldest of [...this.#pixels.keys()].slice(0, -most)) this.#pixels.delete(oldest);
    return pixels;
  }

  /** Decodes a frame and those around it in one pass: the next step, either way, is there at once. */
  #withNeighbours(video: string, index: FrameIndex, number: number): Promise<RgbImage> {
    const { info } = index;
    if (number >= info.frames) return readFrame(index, number, this.#signal);
    const reach = Math.min(AROUND, Math.floor(IN_MEMORY / (info.width * info.height * 3) / 2) - 1);
    const first = Math.max(0, number - Math.max(0, reach));
    const last = Math.min(info.frames - 1, number + Math.max(0, reach));
    const numbers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    const waiting = new Map<number, { resolve(image: RgbImage): void; reject(reason: unknown): void }>();
    const wanted = numbers.map(each => {
      const pixels = new Promise<RgbImage>((resolve, reject) => waiting.set(each, { resolve, reject }));
      return this.#keep(video, index, each, pixels);
    });
    const decode = async () => {
      for await (const { frame, image } of readFrames(index, numbers, this.#signal)) waiting.get(frame)?.resolve(image);
    };
    decode().catch(reason => {
      const asked = waiting.get(number);
      // A neighbour that does not decode is no reason to withhold the frame itself.
      readFrame(index, number, this.#signal).then(asked?.resolve, asked?.reject);
      waiting.delete(number);
      for (const { reject } of waiting.values()) reject(reason);
    });
    return wanted[number - first]!;
  }

  async #dropOldest(): Promise<void> {
    const names = (await readdir(this.#folder)).filter(name => name.endsWith('.png'));
    if (names.length <= ON_DISK) return;
    const age = async (name: string) => ({
      name,
      used: (await stat(join(this.#folder, name)).catch(() => null))?.mtimeMs ?? 0,
    });
    const byAge = (await Promise.all(names.map(age))).sort((a, b) => a.used - b.used);
    const oldest = byAge.slice(0, names.length - (ON_DISK * 3) / 4);
    await Promise.all(oldest.map(({ name }) => rm(join(this.#folder, name), { force: true })));
  }
}

function pictureName(video: string, number: number): string {
  return `${video}-${String(number).padStart(7, '0')}.png`;
}
