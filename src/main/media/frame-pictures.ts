import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { writeFileAtomic } from '../../node/atomic-file.ts';
import { makeFolder } from '../../node/folders.ts';
import type { RgbImage } from '../../shared/image/gray-image.ts';
import type { FrameIndex } from '../../shared/schemas/video.ts';
import { Preempted, type Urgency } from './decoders.ts';
import { FramePass } from './frame-pass.ts';
import { readFrames, requireFrame } from './frames.ts';

/** Decoded frames kept in memory, bytes: those around the one on the screen, which are stepped to or saved next. */
const IN_MEMORY = 96 * 2 ** 20;
/** Frames decoded with the one on the screen, after and before it. */
const AROUND = 8;
/** PNGs kept on disk, of all videos together. */
const ON_DISK = 200;

/** A video whose frames are known. */
export interface IndexedVideo {
  /** Names the file and the form of its pictures; another as soon as either changes. */
  readonly video: string;
  readonly index: FrameIndex;
}

/** The exact frames of videos: as pixels for saving, as PNG files for the page. Errors as `readFrame`. */
export class FramePictures {
  readonly #folder: string;
  readonly #closing: AbortSignal;
  readonly #pixels = new Map<string, RgbImage>();
  readonly #passes = new Map<FramePass, string>();

  /** `folder`: where the PNGs lie. */
  constructor(folder: string, closing: AbortSignal) {
    this.#folder = folder;
    this.#closing = closing;
  }

  /**
   * A frame, as `readFrame` gives it. What is decoded for others is shared; when nobody waits for a decode any more, it is
   * killed. Throws the signal's reason.
   */
  async pixels(of: IndexedVideo, number: number, urgency: Urgency, signal?: AbortSignal): Promise<RgbImage> {
    requireFrame(of.index, number);
    for (;;) {
      this.#closing.throwIfAborted();
      const known = this.#pixels.get(pictureName(of.video, number));
      if (known) return this.keep(of, number, known);
      const joined = [...this.#passes].find(([pass, video]) => video === of.video && pass.isToCome(number))?.[0];
      const pass = joined ?? (urgency === 'picture' ? this.#beginAround(of, number) : this.#begin(of, [number]));
      try {
        return await pass.wait(number, urgency, signal);
      } catch (error) {
        // What made room for a more urgent frame, or failed at another one's frame, begins anew.
        if (signal?.aborted || !(error instanceof Preempted || joined)) throw error;
      }
    }
  }

  /** The name of a frame's PNG in the folder; made when it is not there. Throws the signal's reason. */
  async picture(of: IndexedVideo, number: number, signal?: AbortSignal): Promise<string> {
    const name = pictureName(of.video, number);
    const file = join(this.#folder, name);
    if (await stat(file).catch(() => null)) {
      const now = new Date();
      await utimes(file, now, now).catch(() => {});
      return name;
    }
    const { data, width, height } = await this.pixels(of, number, 'picture', signal);
    await makeFolder(this.#folder);
    const png = sharp(data, { raw: { width, height, channels: 3 } }).png({ compressionLevel: 1 });
    await writeFileAtomic(file, await png.toBuffer());
    await this.#dropOldest();
    return name;
  }

  /** Puts a frame last in the line of those that are dropped; gives it back. */
  keep({ video, index: { info } }: IndexedVideo, number: number, pixels: RgbImage): RgbImage {
    const key = pictureName(video, number);
    this.#pixels.delete(key);
    this.#pixels.set(key, pixels);
    const most = Math.max(3, Math.floor(IN_MEMORY / (info.width * info.height * 3)));
    for (const oldest of [...this.#pixels.keys()].slice(0, -most)) this.#pixels.delete(oldest);
    return pixels;
  }

  /** A frame and those after it, which the same pass brings for next to nothing; then those before it. */
  #beginAround(of: IndexedVideo, number: number): FramePass {
    const reach = this.#reach(of);
    const after = this.#unknown(of, number, Math.min(number + reach, of.index.info.frames - 1));
    const before = this.#unknown(of, Math.max(0, number - reach), number - 1);
    return this.#begin(of, after, () => {
      if (before.length > 0) this.#begin(of, before);
    });
  }

  #unknown({ video }: IndexedVideo, first: number, last: number): number[] {
    const numbers = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
    return numbers.filter(number => !this.#pixels.has(pictureName(video, number)));
  }

  #reach({ index: { info } }: IndexedVideo): number {
    return Math.max(0, Math.min(AROUND, Math.floor(IN_MEMORY / (info.width * info.height * 3) / 2) - 1));
  }

  /** Starts a pass, which ends those that only bring neighbours of what was shown before. */
  #begin(of: IndexedVideo, numbers: readonly number[], whenWhole: () => void = () => {}): FramePass {
    for (const [other] of this.#passes) other.endIfUnwanted();
    const pass = new FramePass(numbers, this.#closing);
    this.#passes.set(pass, of.video);
    const run = pass.run(
      reading => readFrames(of.index, numbers, reading),
      ({ frame, image }) => this.keep(of, frame, image),
    );
    void run.then(isWhole => {
      this.#passes.delete(pass);
      if (isWhole && this.#passes.size === 0) whenWhole();
    });
    return pass;
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
