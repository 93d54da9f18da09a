import type { Node } from './graph.ts';

/**
 * The order in which ONNX Runtime's sequential executor runs the nodes of a file: depth first from the nodes that nothing
 * reads, the last one first, and of a node's inputs the one that comes last in the file first (`Graph::ReverseDFSFrom` in
 * onnxruntime/core/graph/graph.cc). What is not asked for yet is left for later, wherever it stands in the file. Nodes that
 * an optimiser puts in place of others count as the last ones of the file; those are not foreseen here, but for an Identity
 * before an output, which gives way to the node that it reads.
 */
export function executionOrder(nodes: readonly Node[]): Node[] {
  const producers = new Map(nodes.flatMap((node, index) => node.outputs.map(({ name }) => [name, index] as const)));
  const inputsOf = nodes.map(({ inputs }) =>
    [...new Set(inputs.flatMap(input => producers.get(input?.name ?? '') ?? []))].sort((a, b) => a - b),
  );
  const readers = new Map<number, number>();
  for (const index of inputsOf.flat()) readers.set(index, (readers.get(index) ?? 0) + 1);
  const place = (index: number) => {
    const [source] = nodes[index].op === 'Identity' ? inputsOf[index] : [];
    return source !== undefined && readers.get(source) === 1 ? source : index;
  };
  const leaves = nodes.flatMap((_, index) => (readers.has(index) ? [] : [index])).sort((a, b) => place(a) - place(b));
  const order: Node[] = [];
  const visited = new Set<number>();
  const stack = leaves.map(index => ({ index, done: false }));
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { index, done } = top;
    if (done) order.push(nodes[index]);
    else if (!visited.has(index)) {
      visited.add(index);
      stack.push({ index, done: true }, ...inputsOf[index].map(input => ({ index: input, done: false })));
    }
  }
  return order;
}
