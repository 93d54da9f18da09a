import { type PersistentId, readPickle, readPickles } from './torch-pickle.ts';
import { zipParts } from './zip-parts.ts';

/** What `torch.save` wrote, its numbers not yet read. */
export interface TorchStorages {
  /** What was saved, as `readPickle` tells it. */
  readonly root: unknown;
  /** The length of all storages. */
  readonly bytes: number;
  /** The bytes of a storage, little-endian, by its key in the pickle; undefined when they are missing. */
  storage(key: string): Uint8Array | undefined;
}

/** The largest description of tensors, which itself holds no numbers. */
const MOST_PICKLE_BYTES = 2 ** 26;

/** Opens a file of `torch.save`, of today's kind or of the one before PyTorch 1.6. Throws an Error for anything else. */
export function openTorchFile(bytes: Uint8Array): TorchStorages {
  // A Buffer's `slice` would be no copy.
  const file = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isZip = file[0] === 0x50 && file[1] === 0x4b;
  return isZip ? openZip(file) : openLegacy(file);
}

function openZip(file: Uint8Array): TorchStorages {
  const parts = zipParts(file);
  const [name, pickle] = [...parts].find(([name]) => name.endsWith('/data.pkl')) ?? [];
  if (!name || !pickle) throw new Error('it has no data.pkl');
  if (pickle.bytes > MOST_PICKLE_BYTES) throw new Error('its data.pkl is larger than that of any model');
  const read = new Map<string, Uint8Array | undefined>();
  return {
    root: readPickle(pickle.read()),
    bytes: [...parts.values()].reduce((sum, { bytes }) => sum + bytes, 0),
    storage(key) {
      if (!read.has(key)) read.set(key, parts.get(name.replace(/data\.pkl$/, () => `data/${key}`))?.read());
      return read.get(key);
    },
  };
}

/** Bytes of an element, by what the pickle calls a storage of them. */
const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  FloatStorage: 4,
  LongStorage: 8,
  DoubleStorage: 8,
  IntStorage: 4,
  HalfStorage: 2,
  BFloat16Storage: 2,
  ShortStorage: 2,
  CharStorage: 1,
  ByteStorage: 1,
  BoolStorage: 1,
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
  for (const key of keys) {
    const bytes = Number(view.getBigInt64(at, true)) * (ELEMENT_BYTES[types.get(key) ?? 'FloatStorage'] ?? Number.NaN);
    // Also when the type is not known, and with it the length.
    if (typeof key !== 'string' || !(bytes >= 0 && at + 8 + bytes <= file.length)) throw new Error('it breaks off');
    storages.set(key, file.subarray(at + 8, at + 8 + bytes));
    at += 8 + bytes;
  }
  return { root, bytes: at - end, storage: key => storages.get(key) };
}

/** The type of every storage that the pickle speaks of, however deep; what it speaks of often is looked at once. */
function storageTypes(root: unknown): Map<unknown, string> {
  const types = new Map<unknown, string>();
  const known = new Set<object>();
  const open = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null || known.has(value)) continue;
    known.add(value);
    if (value instanceof Map || Array.isArray(value)) for (const item of value.values()) open.push(item);
    else if (isPersistentId(value)) {
      const [, type, key] = value.persistent;
      if (typeof type === 'string') types.set(key, type.replace(/^torch\./, ''));
    } else if ('args' in value) open.push(value.args);
  }
  return types;
}

function isPersistentId(value: object): value is PersistentId {
  return 'persistent' in value && Array.isArray(value.persistent);
}
