import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** One line of ffmpeg's framehash output: a decoded frame. */
export interface HashedFrame {
  /** In units of the time base; undefined when the file gives none. */
  readonly pts: number | undefined;
  /** CRC-32 of its pixels. */
  readonly checksum: number;
}

/** What the framehash output says. */
export interface FrameHashes {
  /** Seconds per unit of pts. */
  readonly timeBase: number;
  readonly width: number;
  readonly height: number;
  readonly frames: readonly HashedFrame[];
}

/** Reads the text that `-f framehash -hash crc32` writes. */
export async function parseFrameHashes(text: Readable, onProgress?: (frames: number) => void): Promise<FrameHashes> {
  const frames: HashedFrame[] = [];
  let [timeBase, width, height] = [1, 0, 0];
  for await (const line of createInterface({ input: text })) {
    if (line.startsWith('#')) {
      const base = /^#tb 0: (\d+)\/(\d+)/.exec(line);
      const size = /^#dimensions 0: (\d+)x(\d+)/.exec(line);
      if (base) timeBase = Number(base[1]) / Number(base[2]);
      if (size) [width, height] = [Number(size[1]), Number(size[2])];
      continue;
    }
    const [, , pts, , , checksum] = line.split(',').map(field => field.trim());
    if (checksum === undefined) continue;
    frames.push({ pts: /^-?\d+$/.test(pts) ? Number(pts) : undefined, checksum: Number.parseInt(checksum, 16) });
    onProgress?.(frames.length);
  }
  return { timeBase, width, height, frames };
}
