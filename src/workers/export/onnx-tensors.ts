import { BinaryReader } from '@bufbuild/protobuf/wire';
import { fromHalf } from '../graph/half.ts';
import type { NamedTensor } from '../nn/tensors.ts';

// Field numbers and types of onnx.proto3 (IR version 8).
const MODEL_GRAPH = 7;
const GRAPH_INITIALIZER = 5;
const TENSOR = { dims: 1, dataType: 2, name: 8, rawData: 9 };
const FLOAT = 1;
const HALF = 10;
const LENGTH_DELIMITED = 2;
const MOST_DIMENSIONS = 8;

/** The tensors of single and half precision inside an ONNX model that keeps them as raw data, as ours do. Throws an Error for damaged bytes. */
export function readOnnxTensors(model: Uint8Array): Map<string, NamedTensor> {
  const tensors = new Map<string, NamedTensor>();
  for (const graph of messagesOf(model, MODEL_GRAPH)) {
    for (const initializer of messagesOf(graph, GRAPH_INITIALIZER)) {
      const { name, dataType, shape, raw } = readTensor(initializer);
      const count = shape.reduce((a, b) => a * b, 1);
      // Copies, for numbers must lie at a multiple of their size.
      const copy = () => Uint8Array.from(raw).buffer;
      if (dataType === FLOAT && raw.length === 4 * count) tensors.set(name, { shape, data: new Float32Array(copy()) });
      if (dataType === HALF && raw.length === 2 * count) {
        tensors.set(name, { shape, data: fromHalf(new Uint16Array(copy())) });
      }
    }
  }
  return tensors;
}

/** All submessages of one field. */
function* messagesOf(message: Uint8Array, wanted: number): Generator<Uint8Array> {
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === wanted && wireType === LENGTH_DELIMITED) yield reader.bytes();
    else reader.skip(wireType, field);
  }
}

function readTensor(message: Uint8Array) {
  const reader = new BinaryReader(message);
  const tensor = { name: '', dataType: 0, shape: [] as number[], raw: new Uint8Array() as Uint8Array };
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === TENSOR.dims && wireType === LENGTH_DELIMITED) {
      const packed = new BinaryReader(reader.bytes());
      while (packed.pos < packed.len && tensor.shape.length <= MOST_DIMENSIONS)
        tensor.shape.push(Number(packed.int64()));
    } else if (field === TENSOR.dims) tensor.shape.push(Number(reader.int64()));
    else if (field === TENSOR.dataType) tensor.dataType = reader.int32();
    else if (field === TENSOR.name) tensor.name = reader.string();
    else if (field === TENSOR.rawData) tensor.raw = reader.bytes();
    else reader.skip(wireType, field);
    if (tensor.shape.length > MOST_DIMENSIONS) throw new Error(`${tensor.name} has more dimensions than any weight`);
  }
  return tensor;
}
