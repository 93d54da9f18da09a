import type { Graph, Value } from './graph.ts';

/** The graph as text, one node a line, for tests and bug reports: `y float32[2,3] = Relu(x)`. */
export function printGraph(graph: Graph): string {
  const typed = ({ name, dtype, shape }: Value) => `${name} ${dtype}[${shape}]`;
  const lines = graph.nodes.map(node => {
    const inputs = node.inputs.map(input => input?.name ?? '-').join(', ');
    const attributes = Object.entries(node.attributes).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
    const op = node.domain ? `${node.domain}.${node.op}` : node.op;
    return `${node.outputs.map(typed).join(', ')} = ${op}(${[inputs, ...attributes].join('; ')})`;
  });
  return [
    ...graph.inputs.map(({ value }) => `input ${typed(value)}`),
    ...lines,
    ...graph.outputs.map(({ value }) => `output ${typed(value)}`),
  ].join('\n');
}
