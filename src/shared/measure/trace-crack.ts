import type { Component } from '../image/components.ts';
import { resampled, type Station, smoothed, smoothedRing, stationsOf } from './centre-line.ts';
import { type Grid, gridOf, type Place } from './grid.ts';
import { longestPath } from './longest-path.ts';
import { maskReach, type Reach, ROUGH_STEP } from './mask-width.ts';
import { prunedGraph, widthAround } from './prune.ts';
import { medianOf } from './statistics.ts';
import { thin } from './thin.ts';
import { tipOf } from './tips.ts';

/** The centre lines of a crack. */
export interface CrackTrace {
  /** The longest way through it first, then its side branches. */
  readonly branches: readonly TracedBranch[];
  /** How many branches and junctions its skeleton has. */
  readonly counts: { readonly branches: number; readonly junctions: number };
  /** Whether the longest way comes back to where it began. */
  readonly closed: boolean;
  readonly openEnds: number;
}

export interface TracedBranch {
  /** From tip to tip, or to the junction. */
  readonly line: readonly Place[];
  /** Where its width can be read: not at tips and junctions. */
  readonly stations: readonly Station[];
  /** How far the mask reaches from each of them. */
  readonly reaches: readonly Reach[];
}

/** Whether a place of the picture can be crack at all. */
export type Visible = (place: Place) => boolean;

interface Junction extends Place {
  /** Places nearer than this, px, belong to all its branches. */
  readonly reach: number;
}

/** Thinning turns into a corner from this many widths before the end on: half the diagonal of a square, and a rest. */
const FORK = 0.8;
/** So near to a junction, px, a normal may run along another branch: tangents are taken over as many. */
const BLENDED = 5;

/** The centre lines of one component of a mask `pictureWidth` px wide: thinned, pruned, smooth, in the middle between its edges. */
export function traceCrack(component: Component, pictureWidth: number, visible: Visible): CrackTrace {
  const crack = gridOf(component, pictureWidth);
  const graph = prunedGraph(thin(crack), crack);
  const meets = (node: number) => graph.branches.filter(({ from, to }) => from === node || to === node).length > 2;
  const junctions = graph.nodes
    .filter((_, node) => meets(node))
    .map(({ place }) => ({ ...place, reach: widthAround(crack, place) }));
  const path = longestPath(graph);
  const sides = graph.branches.filter(branch => !path.branches.includes(branch));
  const chains = [path, ...sides.map(({ line }) => ({ line, closed: false }))];
  const trace = (kept: readonly Junction[]) =>
    chains.map(({ line, closed }) => traceBranch(line, closed, { crack, junctions, kept, visible }));
  const apart = trace(junctions.map(junction => ({ ...junction, reach: Math.max(junction.reach, BLENDED) })));
  // Of a crack that is nothing but a junction the width there is all there is.
  const traced = apart.some(({ stations }) => stations.length > 0) ? apart : trace([]);
  return {
    branches: traced,
    counts: { branches: Math.max(1, graph.branches.length), junctions: junctions.length },
    closed: path.closed,
    openEnds: traced.reduce((sum, { openEnds }) => sum + openEnds, 0),
  };
}

/** What a branch is traced in; near the junctions that are `kept` no widths are read. */
interface Ground {
  readonly crack: Grid;
  readonly junctions: readonly Junction[];
  readonly kept: readonly Junction[];
  readonly visible: Visible;
}

function traceBranch(
  chain: readonly Place[],
  closed: boolean,
  { crack, junctions, kept, visible }: Ground,
): TracedBranch & { openEnds: number } {
  const smooth = closed ? smoothedRing : smoothed;
  const rough = stationsOf(resampled(smooth(chain, 2), 1));
  const reach = rough.map(station => maskReach(crack, station, ROUGH_STEP));
  const middles = rough.map((station, i) => (isNear(station, junctions) ? station : middleOf(station, reach[i])));
  const line = resampled(smooth(middles, 3), 1);
  const free = closed ? [] : [line[0], line[line.length - 1]].map(end => !isNear(end, junctions));
  const width = medianOf(reach.map(({ along, against }) => along + against));
  const cut = Math.min(Math.round(FORK * width) + 1, Math.floor(line.length / 4));
  const inner = line.slice(free[0] ? cut : 0, free[1] ? line.length - cut : undefined);
  const [first, last] = [inner.toReversed(), inner].map((towards, end) =>
    free[end] ? tipOf(towards, crack, visible) : null,
  );
  const tips = [first, last].flatMap(tip => tip ?? []);
  const stations = stationsOf(inner).filter(station => !isNear(station, kept));
  return {
    line: [...(first ? [first.place] : []), ...inner, ...(last ? [last.place] : [])],
    stations,
    reaches: stations.map(station => maskReach(crack, station)),
    openEnds: tips.filter(({ open }) => open).length,
  };
}

function middleOf(station: Station, { along, against }: Reach): Place {
  // Thinning is off by a pixel at most: what is more comes from the crack's other parts.
  const shift = Math.min(1, Math.max(-1, (along - against) / 2));
  return { x: station.x + shift * station.nx, y: station.y + shift * station.ny };
}

function isNear({ x, y }: Place, junctions: readonly Junction[]): boolean {
  return junctions.some(junction => Math.hypot(x - junction.x, y - junction.y) <= junction.reach);
}
