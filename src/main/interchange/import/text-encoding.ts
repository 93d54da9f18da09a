import { isUtf8 } from 'node:buffer';
import type { Encoding } from '../../../shared/interchange/encodings.ts';

/** What a program of before Unicode wrote, by what most of its characters are. */
interface Habit {
  readonly encoding: Encoding;
  /** Whether two bytes that belong together, the first above 127, are a frequent character. */
  isFrequent(first: number, second: number): boolean;
}

const within = (byte: number, from: number, to: number) => byte >= from && byte <= to;

/**
 * Frequent characters have codes of their own ranges: the first level of GB 2312 (B0 to D7) and of Big5 (A4 to C6), kana
 * and the first level of JIS (82, 83, 88 to 97), Cyrillic letters beside each other (C0 to FF). Korean cannot be told from
 * Chinese so.
 */
const HABITS: readonly Habit[] = [
  {
    encoding: 'gb18030',
    isFrequent: (first, second) => (within(first, 0xb0, 0xd7) || within(first, 0xa1, 0xa3)) && second >= 0xa1,
  },
  {
    encoding: 'big5',
    isFrequent: (first, second) => within(first, 0xa4, 0xc6) && (within(second, 0x40, 0x7e) || second >= 0xa1),
  },
  {
    encoding: 'shift_jis',
    isFrequent: (first, second) => (within(first, 0x82, 0x83) || within(first, 0x88, 0x97)) && second >= 0x40,
  },
  { encoding: 'windows-1251', isFrequent: (first, second) => first >= 0xe0 && second >= 0xe0 },
];

/** So large a share of a text's other characters than ASCII is frequent, if it is of that encoding. */
const SHARE = 0.6;

/** Text as UTF-8 without a mark, and what it was taken for where nothing says it. */
export interface Utf8 {
  readonly bytes: Buffer;
  readonly guess: Encoding | null;
}

/**
 * Text of any encoding as UTF-8: by its mark (UTF-8, UTF-16), as it is where it is UTF-8, as an XML declaration says, as
 * `wanted`, or by what it looks like.
 */
export function toUtf8(bytes: Buffer, wanted: Encoding | 'auto'): Utf8 {
  const unicode = unicodeOf(bytes);
  if (unicode === 'utf-8') return { bytes: bytes.subarray(hasMark(bytes) ? 3 : 0), guess: null };
  const told = unicode ?? declared(bytes) ?? (wanted === 'auto' ? null : wanted);
  if (told) return { bytes: decoded(bytes, told), guess: null };
  const guess = guessEncoding(bytes) ?? 'windows-1252';
  return { bytes: decoded(bytes, guess), guess };
}

function unicodeOf(bytes: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  const [first, second, , fourth] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // Label files begin with ASCII, which without a mark still shows which half of each character is 0.
  if (bytes.length >= 4 && bytes.length % 2 === 0 && first > 0 && second === 0 && fourth === 0) return 'utf-16le';
  if (bytes.length >= 4 && bytes.length % 2 === 0 && first === 0 && second > 0 && fourth > 0) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : null;
}

function hasMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** The encoding that an XML file declares, if this computer knows it. */
function declared(bytes: Buffer): string | null {
  const [, name] = /^<\?xml[^>]*\bencoding=["']([\w.:-]+)["']/.exec(bytes.toString('latin1', 0, 200)) ?? [];
  try {
    const { encoding } = new TextDecoder(name);
    return name === undefined || encoding === 'utf-8' ? null : encoding;
  } catch {
    return null;
  }
}

/** The encoding whose frequent characters most of a text's are; null where it is none of those that can be told. */
export function guessEncoding(bytes: Uint8Array): Encoding | null {
  let best: { encoding: Encoding | null; share: number } = { encoding: null, share: SHARE };
  for (const { encoding, isFrequent } of HABITS) {
    const share = shareOf(bytes, isFrequent);
    if (share > best.share && isSound(bytes, encoding)) best = { encoding, share };
  }
  return best.encoding;
}

function shareOf(bytes: Uint8Array, isFrequent: Habit['isFrequent']): number {
  let [pairs, frequent] = [0, 0];
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] < 0x80) continue;
    pairs++;
    if (isFrequent(bytes[at], bytes[at + 1] ?? 0)) frequent++;
    at++;
  }
  return pairs === 0 ? 0 : frequent / pairs;
}

function isSound(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function decoded(bytes: Uint8Array, encoding: string): Buffer {
  return Buffer.from(new TextDecoder(encoding).decode(bytes));
}
