import { BinaryWriter } from '@bufbuild/protobuf/wire';
import type { Attribute, DeclaredDims, DType, Graph, Initializer, Node, Port } from './graph.ts';

/*
 * Graph -> ONNX file. Field numbers are those of onnx.proto3 (github.com/onnx/onnx). Opset 17 and IR 8: newer MaxPool
 * and ConvTranspose have no WebGPU kernel, and older programs read these.
 */

const IR_VERSION = 8;
const OPSET = 17;
const ELEMENT_TYPE: Record<DType, number> = { float32: 1, int64: 7, bool: 9, float16: 10 };

/** Serialises the graph as an ONNX ModelProto; `metadata` becomes its metadata_props. */
export function encodeModel(graph: Graph, metadata: Readonly<Record<string, string>> = {}): Uint8Array<ArrayBuffer> {
  const w = new BinaryWriter();
  const nodes = graph.neededNodes();
  w.uint32(tag(1, VARINT)).int64(IR_VERSION);
  w.uint32(tag(2, BYTES)).string('Crack Studio');
  message(w, 7, () => encodeGraph(w, graph, nodes));
  for (const domain of new Set(['', ...nodes.map(node => node.domain)])) {
    message(w, 8, () => {
      w.uint32(tag(1, BYTES)).string(domain);
      w.uint32(tag(2, VARINT)).int64(domain === '' ? OPSET : 1);
    });
  }
  for (const [key, value] of Object.entries(metadata)) {
    message(w, 14, () => {
      w.uint32(tag(1, BYTES)).string(key);
      w.uint32(tag(2, BYTES)).string(value);
    });
  }
  return w.finish();
}

const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;
const tag = (field: number, wireType: number) => (field << 3) | wireType;

function message(w: BinaryWriter, field: number, write: () => void): void {
  w.uint32(tag(field, BYTES)).fork();
  write();
  w.join();
}

function encodeGraph(w: BinaryWriter, graph: Graph, nodes: readonly Node[]): void {
  for (const node of nodes) message(w, 1, () => encodeNode(w, node));
  w.uint32(tag(2, BYTES)).string('studio');
  for (const initializer of graph.initializers) message(w, 5, () => encodeTensor(w, initializer));
  for (const port of graph.inputs) message(w, 11, () => encodePort(w, port));
  for (const port of graph.outputs) message(w, 12, () => encodePort(w, port));
}

function encodeNode(w: BinaryWriter, node: Node): void {
  for (const input of node.inputs) w.uint32(tag(1, BYTES)).string(input?.name ?? '');
  for (const output of node.outputs) w.uint32(tag(2, BYTES)).string(output.name);
  w.uint32(tag(3, BYTES)).string(node.name);
  w.uint32(tag(4, BYTES)).string(node.op);
  for (const [name, value] of Object.entries(node.attributes)) message(w, 5, () => encodeAttribute(w, name, value));
  if (node.domain) w.uint32(tag(7, BYTES)).string(node.domain);
}

function encodeAttribute(w: BinaryWriter, name: string, value: Attribute): void {
  w.uint32(tag(1, BYTES)).string(name);
  const type = (number: number) => w.uint32(tag(20, VARINT)).int32(number);
  if (typeof value === 'number') type(2).uint32(tag(3, VARINT)).int64(value);
  else if (typeof value === 'string') type(3).uint32(tag(4, BYTES)).string(value);
  else if ('float' in value) type(1).uint32(tag(2, FIXED32)).float(value.float);
  else for (const int of type(7) && value) w.uint32(tag(8, VARINT)).int64(int);
}

function encodeTensor(w: BinaryWriter, { value, data }: Initializer): void {
  for (const side of value.shape) w.uint32(tag(1, VARINT)).int64(side);
  w.uint32(tag(2, VARINT)).int32(ELEMENT_TYPE[value.dtype]);
  w.uint32(tag(8, BYTES)).string(value.name);
  w.uint32(tag(9, BYTES)).bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function encodePort(w: BinaryWriter, { value, dims }: Port): void {
  w.uint32(tag(1, BYTES)).string(value.name);
  message(w, 2, () =>
    message(w, 1, () => {
      w.uint32(tag(1, VARINT)).int32(ELEMENT_TYPE[value.dtype]);
      message(w, 2, () => encodeDims(w, dims));
    }),
  );
}

function encodeDims(w: BinaryWriter, dims: DeclaredDims): void {
  for (const dim of dims) {
    message(w, 1, () => {
      if (typeof dim === 'number') w.uint32(tag(1, VARINT)).int64(dim);
      else w.uint32(tag(2, BYTES)).string(dim);
    });
  }
}
