import { createHash } from 'node:crypto';
import { parse } from 'node:path';

/** Bytes of a name: those of a training image, which begins with it, must stay below 255. */
const LONGEST = 150;
const RESERVED_ON_WINDOWS = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * The name of the folder that a video's samples go to, which its training images begin with: the file's name without its
 * ending, as the reference pipeline has it. What no folder may be called becomes harmless: `...mp4` would lead outside
 * (its stem is `..`), a leading dot would hide the folder, and Windows knows neither a trailing dot nor `con`.
 */
export function sampleFolderName(video: string): string {
  const { base, name } = parse(video);
  // Of `...mp4` and `. .mp4` nothing but dots would be left.
  const stem = /[^.\s]/.test(name) ? name : base;
  const plain = stem
    .replace(/\p{Cc}/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, dots => '_'.repeat(dots.length))
    .replace(RESERVED_ON_WINDOWS, '_$&');
  if (Buffer.byteLength(plain) <= LONGEST) return plain;
  return `${cutTo(plain, LONGEST - 9)}~${createHash('sha256').update(stem).digest('hex').slice(0, 8)}`;
}

/** The beginning of a text, at most so many bytes of UTF-8, and no half character. */
function cutTo(text: string, bytes: number): string {
  return new TextDecoder().decode(Buffer.from(text).subarray(0, bytes)).replace(/\uFFFD$/, '');
}
