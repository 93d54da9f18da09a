import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../../src/workers/training/safetensors.ts';

it('is laid out as the format says: length, padded JSON header, tensors without gaps', () => {
  const tensors = new Map([
    ['a', { shape: [2], data: Float32Array.of(1, -2) }],
    ['b.weight', { shape: [1, 1, 3], data: Float32Array.of(3, 4, 5) }],
  ]);
  const file = Buffer.from(encodeSafetensors({ tensors, metadata: { format: 'test' } }));
  const length = Number(file.readBigUInt64LE(0));
  expect(length % 8).toBe(0);
  expect(JSON.parse(file.toString('utf8', 8, 8 + length))).toEqual({
    __metadata__: { format: 'test' },
    a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
    'b.weight': { dtype: 'F32', shape: [1, 1, 3], data_offsets: [8, 20] },
  });
  expect([0, 4, 8, 12, 16].map(offset => file.readFloatLE(8 + length + offset))).toEqual([1, -2, 3, 4, 5]);
  expect(file).toHaveLength(8 + length + 20);
});

it('gives back every tensor bit for bit', () => {
  const tensor = fc.float32Array().map(data => ({ shape: [data.length], data }));
  const name = fc.string({ minLength: 1 }).filter(text => text !== '__metadata__' && text !== '__proto__');
  fc.assert(
    fc.property(fc.array(fc.tuple(name, tensor)), fc.string(), (entries, note) => {
      const written = { tensors: new Map(entries), metadata: { note } };
      // A small Buffer is a part of a larger one, as files are read.
      const read = decodeSafetensors(Buffer.from(encodeSafetensors(written)));
      expect(read.metadata).toEqual({ note });
      const bits = (all: typeof read.tensors) =>
        new Map([...all].map(([key, { data }]) => [key, Buffer.from(data.buffer, data.byteOffset, data.byteLength)]));
      expect(bits(read.tensors)).toEqual(bits(written.tensors));
    }),
  );
});

it('refuses a file that breaks off anywhere', () => {
  const tensors = new Map([['a', { shape: [3], data: Float32Array.of(1, 2, 3) }]]);
  const file = encodeSafetensors({ tensors, metadata: {} });
  for (let length = 0; length < file.length; length++) expect(() => decodeSafetensors(file.slice(0, length))).toThrow();
});
