import { isJsonList, parseElement, scanJson, scanJsonList } from './json-elements.ts';

/** So much of a file is looked at to see what it is, bytes. */
const HEAD = 2 ** 20;
/** A value that is looked into to see what a file is, bytes. */
const MAX_VALUE = 2 ** 16;
const MAX_KEPT = 64;
/** An element that stands for all of its list may hold whole masks, bytes. */
export const MAX_TASK = 64 * 2 ** 20;

/** What the beginning of a JSON file shows of it: enough to tell whose it is. */
export interface JsonHead {
  /** Keys of the outermost object, each with the first character of its value; empty for a list. */
  readonly keys: ReadonlyMap<string, string>;
  /** The first value of the outermost object, and others that are short. */
  readonly values: ReadonlyMap<string, unknown>;
  /** The first element of an outermost list; undefined where there is none. */
  readonly first: unknown;
}

/** Null for what does not begin as JSON. */
export function jsonHead(bytes: Uint8Array): JsonHead | null {
  const [keys, values] = [new Map<string, string>(), new Map<string, unknown>()];
  if (isJsonList(bytes)) return { keys, values, first: firstElement(bytes) };
  const head = bytes.subarray(0, HEAD);
  try {
    scanJson(head, {
      member: (key, byte) => keys.set(key, String.fromCharCode(byte)),
      value(key, start, end) {
        const isShort = values.size === 0 || end - start <= MAX_VALUE;
        if (isShort && values.size < MAX_KEPT) values.set(key, parseElement(head, start, end));
      },
    });
  } catch {
    // The head of a longer file ends too early.
    if (keys.size === 0) return null;
  }
  return { keys, values, first: undefined };
}

class Found extends Error {}

function firstElement(bytes: Uint8Array): unknown {
  let first: unknown;
  try {
    scanJsonList(bytes, (start, end) => {
      first = parseElement(bytes, start, end, MAX_TASK);
      throw new Found();
    });
  } catch {
    // Found, or the file is damaged.
  }
  return first;
}

/** Whether the outermost object has all of these keys, each with a value that begins so. */
export function hasKeys({ keys }: JsonHead, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, first]) => keys.get(key) === first);
}
