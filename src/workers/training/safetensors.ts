import * as z from 'zod';
import type { NamedTensor } from '../nn/tensors.ts';

export type { NamedTensor };

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Encodes tensors in the safetensors format (github.com/huggingface/safetensors, "Format"): the header's length as u64,
 * the header as JSON padded with spaces to a multiple of 8, the tensors without gaps.
 */
export function encodeSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  let end = 0;
  const entries = [...tensors].map(([name, { shape, data }]) => {
    const begin = end;
    end += data.byteLength;
    return [name, { dtype: 'F32', shape, data_offsets: [begin, end] }] as const;
  });
  const json = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const text = new TextEncoder().encode(json);
  const header = new Uint8Array(Math.ceil(text.length / 8) * 8).fill(' '.charCodeAt(0));
  header.set(text);
  const file = new Uint8Array(8 + header.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  let position = 8 + header.length;
  for (const { data } of tensors.values()) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return file;
}

/** Of the header: a tensor takes a hundred bytes of it. */
const MOST_HEADER_BYTES = 2 ** 24;

const tensorSchema = z.object({
  dtype: z.literal('F32'),
  shape: z.array(z.int().nonnegative()).max(8),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
const metadataSchema = z.record(z.string(), z.string()).default({});

/** Decodes float32 tensors. Throws an Error when the bytes are no such file or break off. */
export function decodeSafetensors(file: Uint8Array): Safetensors {
  const length = Number(new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true));
  if (!(length <= MOST_HEADER_BYTES && 8 + length <= file.length)) throw new Error('the header breaks off');
  const { __metadata__, ...entries } = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  const start = 8 + length;
  let left = file.length - start;
  const tensors = Object.entries(entries).map(([name, entry]): [string, NamedTensor] => {
    const { shape, data_offsets } = tensorSchema.parse(entry);
    const [begin, end] = data_offsets;
    left -= end - begin;
    if (end - begin !== 4 * shape.reduce((a, b) => a * b, 1) || start + end > file.length || left < 0) {
      throw new Error(`${name} breaks off, or lies where another does`);
    }
    // A copy, for floats must lie at a multiple of 4; a Buffer's own `slice` would be none.
    const bytes = Uint8Array.from(file.subarray(start + begin, start + end));
    return [name, { shape, data: new Float32Array(bytes.buffer) }];
  });
  return { tensors: new Map(tensors), metadata: metadataSchema.parse(__metadata__) };
}
