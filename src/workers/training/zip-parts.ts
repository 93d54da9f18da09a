import { inflateRawSync } from 'node:zlib';

/** A file in a ZIP. */
export interface ZipPart {
  /** Its length when it is unpacked. */
  readonly bytes: number;
  /** What it holds: a view where it is stored as it is. Throws an Error when it unpacks to another length. */
  read(): Uint8Array;
}

const END = { signature: 0x06054b50, bytes: 22 };
const END_64 = { signature: 0x06064b50, locator: 0x07064b50, locatorBytes: 20 };
const ENTRY = { signature: 0x02014b50, bytes: 46 };
const LOCAL = { signature: 0x04034b50, bytes: 30 };
const LONGEST_COMMENT = 0xffff;
const [STORED, DEFLATED] = [0, 8];
const IN_EXTRA_FIELD = 0xffffffff;

const MOST_PARTS = 1_000_000;

/** What all parts together may unpack to, beside the length of the ZIP: weights hardly get smaller by packing. */
const MOST_UNPACKED = { times: 8, bytes: 2 ** 26 };

/**
 * The parts of a ZIP by their names (PKWARE's APPNOTE, 4.3, with the 64-bit fields of PyTorch's large files). Nothing is
 * unpacked yet. Throws an Error when the bytes are no ZIP, or parts overlap or are packed beyond reason.
 */
export function zipParts(file: Uint8Array): Map<string, ZipPart> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const { count, start } = directoryOf(view);
  if (count > MOST_PARTS) throw new Error('it has more parts than any model');
  const parts = new Map<string, ZipPart>();
  let [at, packed, unpacked] = [start, 0, 0];
  for (let i = 0; i < count; i++) {
    const entry = entryAt(view, at);
    at = entry.end;
    packed += entry.packed;
    unpacked += entry.unpacked;
    if (packed > file.length || unpacked > MOST_UNPACKED.times * file.length + MOST_UNPACKED.bytes) {
      throw new Error('it unpacks to more than any model');
    }
    const read = () => unpackedPart(file.subarray(entry.data, entry.data + entry.packed), entry);
    parts.set(entry.name, { bytes: entry.unpacked, read });
  }
  return parts;
}

function directoryOf(view: DataView): { count: number; start: number } {
  const last = view.byteLength - END.bytes;
  let at = last;
  while (at >= 0 && at >= last - LONGEST_COMMENT && view.getUint32(at, true) !== END.signature) at--;
  if (at < 0 || view.getUint32(at, true) !== END.signature) throw new Error('it is no ZIP');
  const locator = at - END_64.locatorBytes;
  if (locator >= 0 && view.getUint32(locator, true) === END_64.locator) {
    const end = long(view, locator + 8);
    if (view.getUint32(end, true) !== END_64.signature) throw new Error('it is no ZIP');
    return { count: long(view, end + 32), start: long(view, end + 48) };
  }
  return { count: view.getUint16(at + 10, true), start: view.getUint32(at + 16, true) };
}

function entryAt(view: DataView, at: number) {
  if (view.getUint32(at, true) !== ENTRY.signature) throw new Error('it breaks off');
  const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map(offset => view.getUint16(at + offset, true));
  const nameAt = at + ENTRY.bytes;
  const extraAt = nameAt + nameBytes;
  const sizes = { unpacked: view.getUint32(at + 24, true), packed: view.getUint32(at + 20, true) };
  const { unpacked, packed, local } = widened(view, { ...sizes, local: view.getUint32(at + 42, true) }, extraAt);
  if (view.getUint32(local, true) !== LOCAL.signature) throw new Error('it breaks off');
  const data = local + LOCAL.bytes + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const isEncrypted = (view.getUint16(at + 8, true) & 1) === 1;
  const method = isEncrypted ? undefined : view.getUint16(at + 10, true);
  const name = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + nameAt, nameBytes));
  return { name, method, packed, unpacked, data, end: extraAt + extraBytes + commentBytes };
}

/** Fields that hold no more than 32 bits stand in the extra field in 64, in this order. */
function widened<T extends Record<string, number>>(view: DataView, fields: T, extraAt: number): T {
  let at = extraAt + 4;
  const entries = Object.entries(fields).map(([name, value]) => {
    if (value !== IN_EXTRA_FIELD) return [name, value];
    at += 8;
    return [name, long(view, at - 8)];
  });
  return { ...fields, ...Object.fromEntries(entries) };
}

function unpackedPart(packed: Uint8Array, { method, unpacked }: { method: number | undefined; unpacked: number }) {
  const bytes =
    method === STORED
      ? packed
      : method === DEFLATED
        ? inflateRawSync(packed, { maxOutputLength: Math.max(1, unpacked) })
        : undefined;
  if (bytes?.length !== unpacked) throw new Error('one of its parts is damaged');
  return bytes;
}

function long(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}
