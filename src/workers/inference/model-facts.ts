import { BinaryReader } from '@bufbuild/protobuf/wire';

/** What must be known of an ONNX model before it is loaded. */
export interface ModelFacts {
  readonly inputs: string[];
  readonly outputs: string[];
  /** `metadata_props`: how the model was trained, its input size among it. */
  readonly metadata: Record<string, string>;
}

// Field numbers of onnx.proto3 (IR version 8).
const MODEL = { graph: 7, metadataProps: 14 };
const GRAPH = { input: 11, output: 12 };
const VALUE_INFO = { name: 1 };
const STRING_ENTRY = { key: 1, value: 2 };

/** All metadata of a model together; ours have less than a thousandth. */
const MOST_METADATA_BYTES = 2 ** 20;
const MOST_PORTS = 1000;

/**
 * Reads the names and metadata out of an ONNX file. Throws an Error whose message says what is wrong with it ("is not an ONNX
 * model"), also with one that has other files read in its place: a model is one file.
 */
export function readModelFacts(bytes: Uint8Array): ModelFacts {
  const model = readOr('is not an ONNX model', () => shapeOf(bytes));
  if (readOr('is not an ONNX model', () => refersToFiles(bytes, 'model')))
    throw new Error('keeps weights in other files');
  const metadataBytes = model.metadata.reduce((sum, { length }) => sum + length, 0);
  if (metadataBytes > MOST_METADATA_BYTES) throw new Error('says more of itself than any model');
  return readOr('is not an ONNX model', () => ({
    inputs: model.inputs.map(port => textField(port, VALUE_INFO.name)),
    outputs: model.outputs.map(port => textField(port, VALUE_INFO.name)),
    metadata: Object.fromEntries(
      model.metadata.map(entry => [textField(entry, STRING_ENTRY.key), textField(entry, STRING_ENTRY.value)]),
    ),
  }));
}

function readOr<T>(otherwise: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new Error(otherwise, { cause });
  }
}

/** The messages that `ModelFacts` is read from, still encoded. */
function shapeOf(bytes: Uint8Array) {
  // What ONNX Runtime would take for its own format, which is none of ours.
  if (new TextDecoder('latin1').decode(bytes.subarray(4, 8)) === 'ORTM') throw new Error('no ONNX');
  const [graph, another] = fieldsOf(bytes, MODEL.graph);
  if (!graph || another) throw new Error('no graph');
  return {
    inputs: [...fieldsOf(graph, GRAPH.input)].slice(0, MOST_PORTS),
    outputs: [...fieldsOf(graph, GRAPH.output)].slice(0, MOST_PORTS),
    metadata: [...fieldsOf(bytes, MODEL.metadataProps)],
  };
}

const [VARINT, LENGTH_DELIMITED] = [0, 2];

/** The messages or texts of one field, in order. Throws what breaks off. */
function* fieldsOf(message: Uint8Array, wanted: number): Generator<Uint8Array> {
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === wanted && wireType === LENGTH_DELIMITED) yield reader.bytes();
    else reader.skip(wireType, field);
  }
}

function textField(message: Uint8Array, wanted: number): string {
  const [found] = fieldsOf(message, wanted);
  return found ? new TextDecoder().decode(found) : '';
}

type Kind = 'model' | 'training' | 'function' | 'graph' | 'node' | 'attribute' | 'sparse' | 'tensor';

/** Which fields of a message lead to tensors. */
const WAYS: Readonly<Record<Kind, Readonly<Record<number, Kind>>>> = {
  model: { 7: 'graph', 20: 'training', 25: 'function' },
  training: { 1: 'graph', 2: 'graph' },
  function: { 7: 'node', 11: 'attribute' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  tensor: {},
};
const TENSOR = { externalData: 13, dataLocation: 14 };
const EXTERNAL = 1;

/** Graphs within graphs; ONNX Runtime itself refuses to read deeper. */
const MOST_DEPTH = 100;

/** Whether any tensor, however deep, names a file that its values are in. */
function refersToFiles(message: Uint8Array, kind: Kind, depth = 0): boolean {
  if (depth > MOST_DEPTH) throw new Error('nested too deeply');
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    const below = WAYS[kind][field];
    if (below && wireType === LENGTH_DELIMITED) {
      if (refersToFiles(reader.bytes(), below, depth + 1)) return true;
    } else if (kind === 'tensor' && field === TENSOR.externalData) return true;
    else if (kind === 'tensor' && field === TENSOR.dataLocation && wireType === VARINT) {
      if (reader.int32() === EXTERNAL) return true;
    } else reader.skip(wireType, field);
  }
  return false;
}
