import type { Place } from './grid.ts';
import type { Branch, SkeletonGraph } from './skeleton-graph.ts';

/** A way through a graph: its branches in order, and the line along them. */
export interface Path {
  readonly branches: readonly Branch[];
  readonly line: readonly Place[];
  /** Whether it comes back to where it began. */
  readonly closed: boolean;
}

/**
 * The longest of all shortest ways between two nodes: the crack from end to end. In a tree that is the longest way at all; where there are
 * meshes, farthest-from-farthest finds it or nearly. A ring alone is the way round, a dot its place.
 */
export function longestPath(graph: SkeletonGraph): Path {
  const rings = graph.branches.filter(({ from, to }) => from === to);
  const first = farthest(graph, 0);
  const { path } = farthest(graph, first.node);
  const length = path.reduce((sum, branch) => sum + branch.length, 0);
  const ring = rings.find(branch => branch.length > length);
  if (ring) return { branches: [ring], line: ring.line, closed: true };
  const line = path.length > 0 ? lineAlong(path, first.node) : [graph.nodes[0].place];
  return { branches: path, line, closed: false };
}

/** The node that is farthest from `start`, and the branches to it (Dijkstra, over graphs of few nodes). */
function farthest({ nodes, branches }: SkeletonGraph, start: number): { node: number; path: Branch[] } {
  const distance = nodes.map((_, node) => (node === start ? 0 : Infinity));
  const came = new Map<number, { branch: Branch; from: number }>();
  const open = new Set(nodes.keys());
  const leaving = nodes.map((): Branch[] => []);
  for (const branch of branches) {
    leaving[branch.from].push(branch);
    leaving[branch.to].push(branch);
  }
  let last = start;
  while (open.size > 0) {
    let node = -1;
    for (const other of open) if (node < 0 || distance[other] < distance[node]) node = other;
    open.delete(node);
    if (distance[node] === Infinity) break;
    last = node;
    for (const branch of leaving[node]) {
      const other = branch.from === node ? branch.to : branch.from;
      if (distance[node] + branch.length >= distance[other]) continue;
      distance[other] = distance[node] + branch.length;
      came.set(other, { branch, from: node });
    }
  }
  const path: Branch[] = [];
  for (let step = came.get(last); step; step = came.get(step.from)) path.unshift(step.branch);
  return { node: last, path };
}

function lineAlong(branches: readonly Branch[], start: number): Place[] {
  const line: Place[] = [];
  let at = start;
  for (const branch of branches) {
    const forward = branch.from === at;
    const places = forward ? branch.line : branch.line.toReversed();
    line.push(...(line.length > 0 ? places.slice(1) : places));
    at = forward ? branch.to : branch.from;
  }
  return line;
}
