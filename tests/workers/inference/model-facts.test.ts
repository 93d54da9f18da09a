import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Graph } from '../../../src/workers/graph/graph.ts';
import { encodeModel } from '../../../src/workers/graph/onnx-encode.ts';
import { relu } from '../../../src/workers/graph/ops.ts';
import { readModelFacts } from '../../../src/workers/inference/model-facts.ts';

function model(metadata: Record<string, string>): Uint8Array {
  const graph = new Graph();
  graph.output('probability', relu(graph, graph.input('image', [1, 1, 16, 16])));
  return encodeModel(graph, metadata);
}

test('the names of a model and its metadata are read back as they were written', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme' })), metadata => {
      const facts = readModelFacts(model(metadata));
      expect(facts).toEqual({ inputs: ['image'], outputs: ['probability'], metadata: { ...metadata } });
    }),
  );
});

test('bytes that are no model are told apart, with what is wrong with them', () => {
  const bytes = model({ input_size: '32' });
  for (const other of [
    new Uint8Array(),
    new TextEncoder().encode('not a model\n'),
    bytes.subarray(0, bytes.length >> 1),
  ]) {
    expect(() => readModelFacts(other)).toThrow(/^is not an ONNX model$/);
  }
  const at = fc.nat(bytes.length - 1);
  fc.assert(
    fc.property(fc.array(fc.tuple(at, fc.nat(255))), changes => {
      const changed = bytes.slice();
      for (const [i, byte] of changes) changed[i] = byte;
      try {
        expect(readModelFacts(changed).metadata).toBeTypeOf('object');
      } catch (error) {
        expect((error as Error).message).toMatch(/^(is|keeps|says) /);
      }
    }),
  );
});
