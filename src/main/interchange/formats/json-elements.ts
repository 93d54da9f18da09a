/** No label file nests deeper; one that does was made to break its readers. */
const MAX_DEPTH = 64;
/** No key and no element of a list of labels is longer, bytes. */
const MAX_KEY = 1024;
const MAX_ELEMENT = 16 * 2 ** 20;

const [QUOTE, BACKSLASH, COMMA, COLON] = Array.from('"\\,:', character => character.charCodeAt(0));
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = Array.from('{}[]', character => character.charCodeAt(0));

export interface JsonVisitor {
  /** A member of the outermost object, and the first byte of its value. */
  member?(key: string, firstByte: number): void;
  /** An element of a list that is a member of the outermost object: where it lies, in bytes, `end` left out. */
  element?(key: string, start: number, end: number): void;
  /** The value of a member of the outermost object: where it lies, in bytes, `end` left out. */
  value?(key: string, start: number, end: number): void;
}

/**
 * Goes over a JSON file whose outermost value is an object of long lists, without building any of it: memory does not
 * grow with the file. Looks at brackets and strings alone; whoever parses an element learns whether it is sound.
 * Throws an Error that says what is wrong, and where, when the file ends too early or is no JSON object.
 */
export function scanJson(bytes: Uint8Array, visitor: JsonVisitor): void {
  let at = skipSpace(bytes, expect(bytes, startOf(bytes), OPEN_OBJECT));
  if (bytes[at] === CLOSE_OBJECT) return;
  for (;;) {
    const keyEnd = skipString(bytes, expect(bytes, at, QUOTE));
    const key = keyOf(bytes, at, keyEnd);
    at = skipSpace(bytes, expect(bytes, skipSpace(bytes, keyEnd), COLON));
    visitor.member?.(key, bytes[at]);
    const start = at;
    at = bytes[at] === OPEN_LIST ? scanList(bytes, at + 1, key, visitor) : skipValue(bytes, at);
    visitor.value?.(key, start, at);
    at = skipSpace(bytes, at);
    if (bytes[at] === CLOSE_OBJECT) return;
    at = skipSpace(bytes, expect(bytes, at, COMMA));
  }
}

/** The same for a file whose outermost value is a list: tells where each element lies, in bytes, `end` left out. */
export function scanJsonList(bytes: Uint8Array, element: (start: number, end: number) => void): void {
  scanList(bytes, expect(bytes, startOf(bytes), OPEN_LIST), '', { element: (_, start, end) => element(start, end) });
}

/** Whether the outermost value of a JSON file is a list. */
export function isJsonList(bytes: Uint8Array): boolean {
  return bytes[startOf(bytes)] === OPEN_LIST;
}

/** After a byte order mark and spaces. */
function startOf(bytes: Uint8Array): number {
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return skipSpace(bytes, isMarked ? 3 : 0);
}

function scanList(bytes: Uint8Array, from: number, key: string, visitor: JsonVisitor): number {
  let at = skipSpace(bytes, from);
  if (bytes[at] === CLOSE_LIST) return at + 1;
  for (;;) {
    const end = skipValue(bytes, at);
    visitor.element?.(key, at, end);
    at = skipSpace(bytes, end);
    if (bytes[at] === CLOSE_LIST) return at + 1;
    at = skipSpace(bytes, expect(bytes, at, COMMA));
  }
}

/** Where the value that begins at `at` ends. */
function skipValue(bytes: Uint8Array, at: number): number {
  if (bytes[at] === QUOTE) return skipString(bytes, at + 1);
  if (bytes[at] === OPEN_OBJECT || bytes[at] === OPEN_LIST) return skipNested(bytes, at);
  let end = at;
  while (end < bytes.length && !isEndOfScalar(bytes[end])) end++;
  if (end === at) throw fault('a value is missing', at);
  return end;
}

function skipNested(bytes: Uint8Array, from: number): number {
  let depth = 0;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = skipString(bytes, at + 1) - 1;
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth++;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth--;
    if (depth === 0) return at + 1;
    if (depth > MAX_DEPTH) throw fault(`it is nested more than ${MAX_DEPTH} deep`, at);
  }
  throw fault('it ends too early', bytes.length);
}

/** Where the string whose first character is at `at` ends, its quote included. */
function skipString(bytes: Uint8Array, at: number): number {
  for (let i = at; i < bytes.length; i++) {
    if (bytes[i] === BACKSLASH) i++;
    else if (bytes[i] === QUOTE) return i + 1;
  }
  throw fault('it ends too early', bytes.length);
}

function isEndOfScalar(byte: number): boolean {
  return byte === COMMA || byte === CLOSE_LIST || byte === CLOSE_OBJECT || isSpace(byte);
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at++;
  return at;
}

function expect(bytes: Uint8Array, at: number, byte: number): number {
  if (at >= bytes.length) throw fault('it ends too early', at);
  if (bytes[at] !== byte) throw fault(`${String.fromCharCode(byte)} is missing`, at);
  return at + 1;
}

function keyOf(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > MAX_KEY) throw fault('a key is too long', start);
  const key = parseElement(bytes, start, end);
  if (typeof key !== 'string') throw fault('a key is damaged', start);
  return key;
}

function fault(what: string, at: number): Error {
  return new Error(`${what} (byte ${at})`);
}

/**
 * The value between two bytes of a JSON file, with null for `NaN` and `Infinity`, which Python writes though JSON has no
 * such tokens; undefined where it is damaged or longer than `limit` bytes, 16 MiB.
 */
export function parseElement(bytes: Uint8Array, start: number, end: number, limit = MAX_ELEMENT): unknown {
  if (end - start > limit) return undefined;
  const text = new TextDecoder().decode(bytes.subarray(start, end));
  return parsed(text) ?? parsed(withoutNaN(text));
}

/** What `JSON.parse` gives, or undefined. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Strings are stepped over as a whole: a class may be called NaN. */
function withoutNaN(text: string): string {
  let result = '';
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const stop = quote < 0 ? text.length : quote;
    let end = stop + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
    result += text.slice(at, stop).replace(/\bNaN\b|-?\bInfinity\b/g, 'null') + text.slice(stop, end + 1);
    at = end + 1;
  }
  return result;
}
