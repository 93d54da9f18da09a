import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../../src/workers/training/safetensors.ts';
import { encodeTorchCheckpoint } from '../../../src/workers/training/torch-file.ts';
import { readPickle } from '../../../src/workers/training/torch-pickle.ts';
import { decodeTorchCheckpoint } from '../../../src/workers/training/torch-reader.ts';
import { zipParts } from '../../../src/workers/training/zip-parts.ts';

/* Checkpoints that nobody's training wrote: each is small, and would take a machine's time or memory without end. */

const text = (value: string) => [...Buffer.from(value)];
/** BINUNICODE */
const string = (value: string) => ['X'.charCodeAt(0), value.length, 0, 0, 0, ...text(value)];
const pickle = (...parts: readonly (string | readonly number[])[]) =>
  Uint8Array.from([0x80, 2, ...parts.flatMap(part => (typeof part === 'string' ? text(part) : part)), 0x2e]);

/** A list of two times the list before, so many times: 2^times values for whoever visits them all. */
const doubled = (times: number) => [
  ...text(']q\0'),
  ...Array.from({ length: times }, () => text('](h\0h\0eq\0')).flat(),
];

/** The file before PyTorch 1.6, of what was saved and the keys of its storages. */
function legacy(root: readonly number[], keys: readonly number[]): Uint8Array {
  return Uint8Array.from([
    ...pickle('K\x01'),
    ...pickle('M', [0xe9, 3]),
    ...pickle('}'),
    ...pickle(root),
    ...pickle(keys),
    ...new Uint8Array(64),
  ]);
}

interface Entry {
  name: string;
  bytes: Uint8Array;
  /** What the directory says where it is not the truth. */
  claims?: { method?: number; packed?: number; unpacked?: number; at?: number; flags?: number };
}

/** A ZIP, its entries deflated where their method says so. */
function zip(entries: readonly Entry[]): Uint8Array {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, bytes, claims = {} } of entries) {
    const { method = 0, flags = 0 } = claims;
    const packed = method === 8 ? deflateRawSync(bytes) : bytes;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(claims.packed ?? packed.length, 20);
    entry.writeUInt32LE(claims.unpacked ?? bytes.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(claims.at ?? at, 42);
    pieces.push(local, Buffer.from(name), Buffer.from(packed));
    directory.push(entry, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...pieces, ...directory, end]);
}

/** `_rebuild_tensor_v2(('storage', FloatStorage, '0', 'cpu', n), 0, shape, strides)`, as the value of a key. */
const tensor = (shape: readonly number[], strides: readonly number[]) => {
  const int = (value: number) => ['J'.charCodeAt(0), ...Buffer.from(Int32Array.of(value).buffer)];
  const tuple = (values: readonly number[]) => [...text('('), ...values.flatMap(int), ...text('t')];
  return [
    ...text('ctorch._utils\n_rebuild_tensor_v2\n(('),
    ...string('storage'),
    ...text('ctorch\nFloatStorage\n'),
    ...string('0'),
    ...string('cpu'),
    ...int(1),
    ...text('tQ'),
    ...int(0),
    ...tuple(shape),
    ...tuple(strides),
    ...text('tR'),
  ];
};
const checkpoint = (root: Uint8Array, storage: Uint8Array) =>
  zip([
    { name: 'archive/data.pkl', bytes: root },
    { name: 'archive/data/0', bytes: storage },
  ]);

describe('a pickle', () => {
  it('may hold values within values, over and over, and itself', () => {
    const root = readPickle(pickle(doubled(60)));
    expect(Array.isArray(root)).toBe(true);
    const cyclic = readPickle(pickle(']q\0h\0a'));
    expect(cyclic).toEqual([cyclic]);
    expect(() => decodeTorchCheckpoint(legacy([...text('('), ...string('a'), ...text('t')], text(']')))).toThrow(
      'dictionary',
    );
    for (const root of [doubled(60), text(']q\0h\0a')]) {
      const dictionary = [...text('}('), ...string('a'), ...root, ...text('u')];
      expect(decodeTorchCheckpoint(legacy(dictionary, text(']'))).tensors.size).toBe(0);
      // As the keys of storages, which are texts.
      expect(() => decodeTorchCheckpoint(legacy(text('}'), [...text(']'), ...root, ...text('a')]))).toThrow();
    }
  });

  it('may be nested as deep as it is long', () => {
    const deep = new Uint8Array(300_000).fill(']'.charCodeAt(0));
    const closed = pickle([...text('}('), ...string('a')], [...deep], [...new Uint8Array(299_999).fill(0x61)], 'u');
    expect(decodeTorchCheckpoint(legacy([...closed.subarray(2, -1)], text(']'))).tensors.size).toBe(0);
  });

  it('with more operations or dictionaries than any checkpoint has is refused', () => {
    const many = (code: string, count: number) => new Uint8Array(count).fill(code.charCodeAt(0));
    expect(() => readPickle(many('N', 10_000_001))).toThrow('more operations than any checkpoint');
    expect(() => readPickle(many('}', 1_000_001))).toThrow('makes more than any checkpoint');
    // Marks are found at once, however much lies upon them.
    expect(() => readPickle(Uint8Array.from([...many('N', 500_000), ...many('t', 500_000)]))).toThrow();
  });

  it('that takes what it has not made is refused, and one that breaks off', () => {
    for (const code of ['0', 'R', 'Q', 't', 'a', 's', 'u', 'e', '\x87', '(R', 'K\x01(a', ')q\0h\0s']) {
      expect(() => readPickle(pickle(code)), code).toThrow();
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), bytes => {
        try {
          readPickle(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
  });
});

describe('a ZIP', () => {
  const zeros = new Uint8Array(100_000_000);

  it('is read as it is stored, and as it is packed', () => {
    const bytes = Buffer.from('weights, weights, weights');
    for (const method of [0, 8]) {
      const part = zipParts(zip([{ name: 'a', bytes, claims: { method } }])).get('a');
      expect(part?.bytes).toBe(bytes.length);
      expect(Buffer.from(part!.read())).toEqual(bytes);
    }
  });

  it('that unpacks to a thousand times its length is refused, also one that hides it', () => {
    const bomb: Entry = { name: 'archive/data.pkl', bytes: zeros, claims: { method: 8 } };
    expect(() => decodeTorchCheckpoint(zip([bomb]))).toThrow('unpacks to more than any model');
    const hidden = { ...bomb, claims: { method: 8, unpacked: 100 } };
    expect(() => decodeTorchCheckpoint(zip([hidden]))).toThrow();
  });

  it('whose parts lie upon each other, or nowhere, is refused', () => {
    const bytes = new Uint8Array(1000);
    const upon = Array.from({ length: 50 }, (_, i) => ({ name: `${i}`, bytes, claims: { at: 0 } }));
    const whole = zip(upon);
    expect(zipParts(whole).size).toBe(50);
    const larger = upon.map(entry => ({ ...entry, claims: { at: 0, packed: 40_000, unpacked: 40_000 } }));
    expect(() => zipParts(zip(larger))).toThrow('unpacks to more than any model');
    expect(() => zipParts(zip([{ name: 'a', bytes, claims: { at: 2 ** 31 } }]))).toThrow();
    const encrypted = zipParts(zip([{ name: 'a', bytes, claims: { flags: 1 } }])).get('a');
    expect(() => encrypted!.read()).toThrow('damaged');
    for (let length = 0; length < 400; length += 7) expect(() => zipParts(whole.subarray(0, length))).toThrow();
  });
});

describe('a tensor', () => {
  const root = (...value: readonly (readonly number[])[]) => {
    const items = value.flatMap((item, i) => [...string(`w${i}`), ...item]);
    return pickle('}(', items, 'u');
  };

  it('is no larger than what is stored of it', () => {
    const one = tensor([2, 2], [2, 1]);
    expect(decodeTorchCheckpoint(checkpoint(root(one), new Uint8Array(16))).tensors.get('w0')?.shape).toEqual([2, 2]);
    const huge = tensor([2 ** 30, 2 ** 30], [2 ** 30, 1]);
    expect(() => decodeTorchCheckpoint(checkpoint(root(huge), new Uint8Array(16)))).toThrow('not stored in one piece');
  });

  it('may share its storage, but a small file does not become a large one', () => {
    const storage = new Uint8Array(4_000_000);
    const whole = tensor([1_000_000], [1]);
    expect(decodeTorchCheckpoint(checkpoint(root(whole, whole), storage)).tensors.size).toBe(2);
    const shared = Array.from({ length: 1_000 }, () => whole);
    expect(() => decodeTorchCheckpoint(checkpoint(root(...shared), storage))).toThrow('larger than what it stores');
  });

  it('with a name that is no text is passed over', () => {
    const odd = pickle('}(', doubled(60), tensor([1], [1]), 'u');
    expect(decodeTorchCheckpoint(checkpoint(odd, new Uint8Array(4))).tensors.size).toBe(0);
  });
});

it('a checkpoint of ours with bytes changed is read or refused, and nothing else', () => {
  const model = new Map([['out.bias', { dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) } as const]]);
  const bytes = encodeTorchCheckpoint({ model, epoch: 1, val_dice: 0.5 });
  const at = fc.nat(bytes.length - 1);
  fc.assert(
    fc.property(fc.array(fc.tuple(at, fc.nat(255)), { minLength: 1 }), changes => {
      const changed = bytes.slice();
      for (const [i, byte] of changes) changed[i] = byte;
      try {
        for (const { shape, data } of decodeTorchCheckpoint(changed).tensors.values()) {
          expect(data).toHaveLength(shape.reduce((a, b) => a * b, 1));
        }
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
  );
});

describe('safetensors', () => {
  const withHeader = (header: unknown, data = new Uint8Array(16)) => {
    const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(json.length));
    return Buffer.concat([length, json, data]);
  };
  const entry = (shape: number[], data_offsets: number[]) => ({ dtype: 'F32', shape, data_offsets });

  it('of more than is there are refused: huge sides, tensors upon each other, beyond the end, backwards', () => {
    expect(decodeSafetensors(withHeader({ a: entry([4], [0, 16]) })).tensors.size).toBe(1);
    for (const header of [
      { a: entry([2 ** 40, 2 ** 40], [0, 16]) },
      { a: entry([4], [0, 16]), b: entry([4], [0, 16]) },
      { a: entry([4], [8, 24]) },
      { a: entry([0], [16, 0]) },
      { a: entry(Array(5000).fill(1), [0, 4]) },
      'null',
      '['.repeat(1_000_000),
    ]) {
      expect(() => decodeSafetensors(withHeader(header))).toThrow();
    }
  });

  it('with a header of more than any network has are refused before it is read', () => {
    const file = Buffer.alloc(2 ** 25);
    for (const length of [2n ** 63n, 2n ** 24n + 8n]) {
      file.writeBigUInt64LE(length);
      expect(() => decodeSafetensors(file)).toThrow('the header breaks off');
    }
    const fine = encodeSafetensors({ tensors: new Map(), metadata: {} });
    expect(decodeSafetensors(fine).tensors.size).toBe(0);
  });
});
