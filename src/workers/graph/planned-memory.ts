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
 * Follows the tensors of a graph through its nodes: each lies in memory from the node that makes it to the last one that
 * reads it, outputs to the end, as ONNX Runtime's allocation planner has it on the CPU without memory patterns. What a
 * kernel needs for itself, and what the arena loses between its blocks, is not in it.
 *
 * @param order all nodes of the graph in the order in which they run (`executionOrder`); at least one
 */
export function plannedPeak(graph: Graph, order: readonly Node[]): PlannedPeak {
  const blocks = layOut(graph, order);
  const alive = new Set<Block>();
  let peak: PlannedPeak = { bytes: -1, node: order[0], alive: [] };
  let bytes = 0;
  for (const [time, node] of order.entries()) {
    for (const block of blocks.filter(({ begin }) => begin === time)) alive.add(block);
    bytes = [...alive].reduce((sum, block) => sum + block.bytes, 0);
    if (bytes > peak.bytes) peak = { bytes, node, alive: [...alive] };
    for (const block of alive) if (block.end === time) alive.delete(block);
  }
  return peak;
}

/** A stretch of memory that one or several values lie in, one after the other or as views. */
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
  const blockOf = new Map<string, Block>();
  const blocks: Block[] = [];
  order.forEach((node, time) => {
    const shared = isView(node, fused) ? node.inputs.slice(0, 1) : IN_PLACE.has(node.op) ? node.inputs : [];
    for (const value of node.outputs) {
      const end = lastRead.get(value.name) ?? time;
      const known = shared.flatMap(input => blockOf.get(input?.name ?? '') ?? []);
      const block = isView(node, fused)
        ? known[0]
        : known.find(block => block.end === time && block.bytes === bytesOf(value));
      if (block) block.end = Math.max(block.end, end);
      if (isView(node, fused) && !block) continue; // of a feed
      const own = block ?? { value, bytes: bytesOf(value), begin: time, end };
      if (!block) blocks.push(own);
      blockOf.set(value.name, own);
    }
  });
  return blocks;
}

const ELEMENT_BYTES: Record<DType, number> = { float32: 4, float16: 2, int64: 8, bool: 1 };

function bytesOf({ dtype, shape }: Value): number {
  return ELEMENT_BYTES[dtype] * sizeOf(shape);
}

/** Operators that may write over an input of the same size that nobody reads any more. */
const IN_PLACE = new Set(['Add', 'Sub', 'Mul', 'Div', 'Neg', 'Exp', 'Relu', 'Sigmoid', 'Sqrt', 'Reciprocal']);

/** Whether a node's result is its first input's memory under another shape. */
function isView({ op, name }: Node, fused: ReadonlySet<string>): boolean {
  return op === 'Reshape' || op === 'Identity' || fused.has(name);
}

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
