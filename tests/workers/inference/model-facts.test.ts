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

test('bytes that are no model are told apart, and never throw', () => {
  expect(readModelFacts(new Uint8Array())).toBeUndefined();
  expect(readModelFacts(new TextEncoder().encode('not a model\n'))).toBeUndefined();
  const bytes = model({});
  expect(readModelFacts(bytes.subarray(0, bytes.length >> 1))).toBeUndefined();
  fc.assert(
    fc.property(fc.uint8Array(), noise => {
      readModelFacts(noise);
    }),
  );
});
