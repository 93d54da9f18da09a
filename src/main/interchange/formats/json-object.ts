/** What a JSON file of one image holds. Throws an Error that says what is wrong with it. */
export function parseJson(bytes: Uint8Array): unknown {
  if (bytes.length > MAX_BYTES)
    throw new Error(`it is larger than ${MAX_BYTES / 2 ** 20} MiB, as no labels of one image are`);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new Error('it is not sound JSON');
  }
}

/** Labels of one image may hold whole masks, but no more. */
const MAX_BYTES = 64 * 2 ** 20;
