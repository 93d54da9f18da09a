import { parseElement, scanJson } from './json-elements.ts';

/** What a JSON file of one image holds, an object. Throws an Error that says what is wrong with it. */
export function parseJson(bytes: Uint8Array): unknown {
  // Nesting that was made to fill the memory is found before anything is built.
  scanJson(bytes, {});
  const value = parseElement(bytes, 0, bytes.length);
  if (value === undefined)
    throw new Error('it is not sound JSON, or larger than 16 MiB, as no labels of one image are');
  return value;
}
