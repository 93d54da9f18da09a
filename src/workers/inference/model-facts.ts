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

/** Reads the names and metadata out of an ONNX file; undefined when the bytes are no ONNX model. */
export function readModelFacts(bytes: Uint8Array): ModelFacts | undefined {
  try {
    const model = messageFields(bytes);
    const graphs = model.filter(([field]) => field === MODEL.graph);
    if (graphs.length !== 1) return undefined;
    const graph = messageFields(graphs[0][1]);
    const names = (wanted: number) =>
      graph.filter(([field]) => field === wanted).map(([, value]) => textField(value, VALUE_INFO.name));
    const entries = model
      .filter(([field]) => field === MODEL.metadataProps)
      .map(([, value]) => [textField(value, STRING_ENTRY.key), textField(value, STRING_ENTRY.value)]);
    return { inputs: names(GRAPH.input), outputs: names(GRAPH.output), metadata: Object.fromEntries(entries) };
  } catch {
    return undefined;
  }
}

/** The length-delimited fields of a message, in order; the others are skipped. */
function messageFields(bytes: Uint8Array): [field: number, value: Uint8Array][] {
  const reader = new BinaryReader(bytes);
  const fields: [number, Uint8Array][] = [];
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (wireType === LENGTH_DELIMITED) fields.push([field, reader.bytes()]);
    else reader.skip(wireType, field);
  }
  return fields;
}

const LENGTH_DELIMITED = 2;

function textField(message: Uint8Array, wanted: number): string {
  const found = messageFields(message).find(([field]) => field === wanted);
  return found ? new TextDecoder().decode(found[1]) : '';
}
