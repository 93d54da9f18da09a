import type { Grid, Place } from './grid.ts';
import { type Branch, removeBranches, type SkeletonGraph, skeletonGraph } from './skeleton-graph.ts';
import { dropCorners } from './thin.ts';

/** Branches that end freely and are shorter are the edge's roughness, px. */
const SHORTEST_BRANCH = 5;

/**
 * The graph of a skeleton without the short branches that thinning leaves at every roughness of the edge: those which end
 * freely and are shorter than the crack is wide where they leave it, or than 5 px. The skeleton is changed in place.
 */
export function prunedGraph(skeleton: Grid, crack: Grid): SkeletonGraph {
  for (;;) {
    const graph = skeletonGraph(skeleton);
    const spurs = spursOf(graph, crack);
    if (spurs.length === 0) return graph;
    removeBranches(skeleton, spurs);
    dropCorners(skeleton);
  }
}

function spursOf({ nodes, branches }: SkeletonGraph, crack: Grid): Branch[] {
  const at = nodes.map((_, node) => branches.filter(({ from, to }) => from === node || to === node));
  const isTip = (node: number) => at[node].length === 1 && nodes[node].pixels.length === 1;
  return nodes.flatMap(({ place }, node) => {
    if (at[node].length < 3) return [];
    const limit = Math.max(widthAround(crack, place), SHORTEST_BRANCH);
    const short = at[node].filter(
      branch => branch.length < limit && isTip(branch.from === node ? branch.to : branch.from),
    );
    // Of a star whose rays are all short the longest two are the crack.
    if (short.length < at[node].length) return short;
    return short.sort((a, b) => b.length - a.length).slice(2);
  });
}

/** Twice the distance from a place of the crack to the nearest pixel that is not crack, px. */
export function widthAround({ data, width, height, left, top }: Grid, place: Place): number {
  const [x, y] = [Math.round(place.x) - left, Math.round(place.y) - top];
  let nearest = Infinity;
  for (let reach = 1; reach < nearest && reach < Math.max(width, height); reach++) {
    for (let v = y - reach; v <= y + reach; v++) {
      const step = Math.abs(v - y) === reach ? 1 : 2 * reach;
      for (let u = x - reach; u <= x + reach; u += step) {
        const inside = u >= 0 && v >= 0 && u < width && v < height && data[v * width + u] === 1;
        if (!inside) nearest = Math.min(nearest, Math.hypot(u - x, v - y));
      }
    }
  }
  // The edge lies half a pixel before the first pixel outside.
  return 2 * nearest - 1;
}
