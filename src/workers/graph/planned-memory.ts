import { type DType, type Graph, type Node, sizeOf, type Value } from './graph.ts';

export interface PlannedPeak {
  /** Bytes of all tensors alive at once, at the most; feeds and initializers, which lie there anyway, are not among them. */
  readonly bytes: number;
  /** The node that runs then. */
  readonly node: Node;
  /** What is alive then. */
  readonly alive: readonly { readonly value: Value; readonly bytes: number }[];
}

/**
 * Follows the tensors of a graph through its nodes as ONNX Runtime's allocation planner does on the CPU without memory
 * patterns: a tensor's block is free after the last node that reads it, and passes to the next tensor of the same shape if
 * there is one (it is not given back in between). What a kernel needs for itself, and what the arena loses between its
 * blocks, is not in it.
 *
 * @param order all needed nodes of the graph in the order in which they run (`executionOrder`); at least one
 */
export function plannedPeak(graph: Graph, order: readonly Node[]): PlannedPeak {
  const blocks = layOut(graph, order);
  const change = new Float64Array(order.length + 2);
  for (const { bytes, begin, end } of blocks) {
    change[begin] += bytes;
    change[end + 1] -= bytes;
  }
  let bytes = 0;
  const held = order.map((_, time) => {
    bytes += change[time];
    return bytes;
  });
  const peak = held.reduce((best, bytes, time) => (bytes > held[best] ? time : best), 0);
  const alive = blocks.filter(({ begin, end }) => begin <= peak && peak <= end);
  return { bytes: held[peak], node: order[peak], alive };
}

/** A stretch of memory in which several values lie, one after the other or as views. */
interface Block {
  /** The value that it was made for. */
  readonly value: Value;
  readonly bytes: number;
  /** The places in the order of the node that makes it and of the last one that reads it. */
  readonly begin: number;
  end: number;
}

function layOut(graph: Graph, order: readonly Node[]): Block[] {
  const lastRead = lastReads(graph, order);
  const fused = transposesInProducts(order);
  const blocks: Block[] = [];
  const blockOf = new Map<string, Block>();
  const free = new Map<string, Block[]>(); // by shape, the last freed at the end
  order.forEach((node, time) => {
    const inputs = node.inputs.flatMap(input => blockOf.get(input?.name ?? '') ?? []);
    const isView = VIEWS.has(node.op) || fused.has(node.name);
    const touched = new Set(inputs);
    for (const value of node.outputs) {
      const end = lastRead.get(value.name) ?? time;
      const block = isView ? inputs[0] : (inPlace(node, value, time, inputs) ?? free.get(shapeKey(value))?.pop());
      if (!block && isView) continue; // of a feed, which lies there anyway
      if (block) block.end = Math.max(block.end, end);
      const own = block ?? { value, bytes: bytesOf(value), begin: time, end };
      if (!block) blocks.push(own);
      blockOf.set(value.name, own);
      touched.add(own);
    }
    for (const block of touched) {
      const key = shapeKey(block.value);
      if (block.end === time) free.set(key, [...(free.get(key) ?? []), block]);
    }
  });
  return blocks;
}

/** The block of an input that a node may write over: as large as its result, and nobody reads it any more. */
function inPlace({ op }: Node, result: Value, time: number, inputs: readonly Block[]): Block | undefined {
  if (!IN_PLACE.has(op)) return undefined;
  return inputs.find(block => block.end === time && block.bytes === bytesOf(result));
}

const ELEMENT_BYTES: Record<DType, number> = { float32: 4, float16: 2, int64: 8, bool: 1 };

function bytesOf({ dtype, shape }: Value): number {
  return ELEMENT_BYTES[dtype] * sizeOf(shape);
}

/** What tensors must have in common to follow each other in a block. */
function shapeKey({ dtype, shape }: Value): string {
  return `${ELEMENT_BYTES[dtype]}:${shape}`;
}

/** Operators that write over an input where they can. */
const IN_PLACE = new Set(['Add', 'Sub', 'Mul', 'Div', 'Neg', 'Exp', 'Relu', 'Sigmoid', 'Sqrt', 'Reciprocal']);

/** Operators whose result is their first input's memory under another shape. */
const VIEWS = new Set(['Reshape', 'Identity']);

/** The names of the transpositions that become part of the matrix products that read them. */
function transposesInProducts(order: readonly Node[]): Set<string> {
  const inOthers = new Set(
    order.flatMap(({ op, inputs }) => (op === 'MatMul' ? [] : inputs.map(input => input?.name))),
  );
  return new Set(
    order.flatMap(({ op, outputs: [y] }) => (op === 'Transpose' && !inOthers.has(y.name) ? [y.name] : [])),
  );
}

/** The place of the last node that reads a value; outputs are read after all. */
function lastReads(graph: Graph, order: readonly Node[]): Map<string, number> {
  const times = new Map<string, number>();
  order.forEach(({ inputs }, time) => {
    for (const input of inputs) if (input) times.set(input.name, time);
  });
  for (const { value } of graph.outputs) times.set(value.name, order.length);
  return times;
}
