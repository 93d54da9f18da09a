import { unzipSync } from 'fflate';
import { readPickle, readPickles } from './torch-pickle.ts';

/** What `torch.save` wrote, its numbers not yet read. */
export interface TorchStorages {
  /** What was saved, as `readPickle` tells it. */
  readonly root: unknown;
  /** The bytes of a storage, little-endian, by its key in the pickle; undefined when they are missing. */
  storage(key: string): Uint8Array | undefined;
}

/** Opens a file of `torch.save`, of today's kind or of the one before PyTorch 1.6. Throws an Error for anything else. */
export function openTorchFile(bytes: Uint8Array): TorchStorages {
  // A Buffer's `slice` would be no copy.
  const file = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isZip = file[0] === 0x50 && file[1] === 0x4b;
  return isZip ? openZip(file) : openLegacy(file);
}

function openZip(file: Uint8Array): TorchStorages {
  const files = unzipSync(file);
  const pickle = Object.keys(files).find(name => name.endsWith('/data.pkl'));
  if (!pickle) throw new Error('it has no data.pkl');
  return { root: readPickle(files[pickle]), storage: key => files[pickle.replace(/data\.pkl$/, `data/${key}`)] };
}

/** Bytes of an element, by what the pickle calls a storage of them. */
const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  FloatStorage: 4,
  LongStorage: 8,
  DoubleStorage: 8,
  IntStorage: 4,
  HalfStorage: 2,
};

/**
 * Five pickles (a magic number, the version 1001, facts of the machine, what was saved, the keys of the storages in the order of
 * the file), then of each storage its length in elements, int64, and its bytes (`torch/serialization.py`, `_legacy_save`).
 */
function openLegacy(file: Uint8Array): TorchStorages {
  const { values, end } = readPickles(file, 5);
  const [, version, , root, keys] = values;
  if (version !== 1001 || !Array.isArray(keys)) throw new Error('it is no file of torch.save');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const types = storageTypes(root);
  const storages = new Map<string, Uint8Array>();
  let at = end;
  for (const key of keys.map(String)) {
    const bytes = Number(view.getBigInt64(at, true)) * ELEMENT_BYTES[types.get(key) ?? 'FloatStorage'];
    storages.set(key, file.subarray(at + 8, at + 8 + bytes));
    at += 8 + bytes;
  }
  if (!(at <= file.length)) throw new Error('it breaks off');
  return { root, storage: key => storages.get(key) };
}

/** The type of every storage that the pickle speaks of, however deep. */
function storageTypes(value: unknown, found = new Map<string, string>()): Map<string, string> {
  if (value instanceof Map || Array.isArray(value)) {
    for (const item of value.values()) storageTypes(item, found);
  } else if (typeof value === 'object' && value !== null) {
    if ('persistent' in value && Array.isArray(value.persistent)) {
      const [, type, key] = value.persistent.map(String);
      found.set(key, type.replace(/^torch\./, ''));
    } else if ('args' in value) storageTypes(value.args, found);
  }
  return found;
}
