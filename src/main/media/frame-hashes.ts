import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** The arguments that make ffmpeg write a line for each frame, with what identifies it, at once. */
export const HASH_FRAMES = ['-flush_packets', '1', '-f', 'framehash', '-hash', 'murmur3'];

/** One line of ffmpeg's framehash output: a decoded frame. */
export interface HashedFrame {
  /** In units of the time base; undefined when the file gives none. */
  readonly pts: number | undefined;
  /** The first 64 bits of its MurmurHash3, in hex. */
  readonly checksum: string;
}

/** What the framehash output begins with. */
export interface HashHeader {
  /** Seconds per unit of pts. */
  timeBase: number;
  width: number;
  height: number;
  pixelAspect: [number, number];
}

/** What stands for a beginning that is not read yet. */
export function newHeader(): HashHeader {
  return { timeBase: 1, width: 0, height: 0, pixelAspect: [1, 1] };
}

/** When a frame is shown, ms, to the millionth; undefined when the file does not say. */
export function timeOf({ pts }: HashedFrame, { timeBase }: HashHeader): number | undefined {
  return pts === undefined ? undefined : Math.round(pts * timeBase * 1e9) / 1e6;
}

/**
 * Reads the text that `HASH_FRAMES` gives, frame by frame; what its beginning says goes into `header`. Reading begins with
 * the call, not with the first frame that is asked for: execa throws away what nobody reads.
 */
export function readFrameHashes(text: Readable, header?: HashHeader): AsyncGenerator<HashedFrame> {
  return parseLines(createInterface({ input: text })[Symbol.asyncIterator](), header);
}

async function* parseLines(lines: AsyncIterable<string>, header: HashHeader | undefined): AsyncGenerator<HashedFrame> {
  for await (const line of lines) {
    if (line.startsWith('#')) {
      if (header) readHeader(line, header);
      continue;
    }
    const [, , pts, , , checksum] = line.split(',').map(field => field.trim());
    if (checksum === undefined) continue;
    yield { pts: /^-?\d+$/.test(pts) ? Number(pts) : undefined, checksum: ownText(checksum.slice(0, 16)) };
  }
}

/** A copy of an ASCII text: V8 keeps all that was read in memory for as long as a part cut out of it is used. */
function ownText(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

function readHeader(line: string, header: HashHeader): void {
  const [, key, first, second] = /^#(\w+) 0: (\d+)[/x](\d+)$/.exec(line) ?? [];
  const [a, b] = [Number(first), Number(second)];
  if (key === 'tb') header.timeBase = a / b;
  if (key === 'dimensions') [header.width, header.height] = [a, b];
  if (key === 'sar' && a > 0 && b > 0) header.pixelAspect = [a, b];
}
