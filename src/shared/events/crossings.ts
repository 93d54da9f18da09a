import { Groups } from '../groups.ts';
import type { Grid, Place } from '../measure/grid.ts';
import { prunedGraph, widthAround } from '../measure/prune.ts';
import type { Branch, SkeletonGraph } from '../measure/skeleton-graph.ts';

/** A branch tells its direction from this length on, px … */
const ARM = 15;
/** … by its places up to this far from the crossing, px. */
const REACH = 25;
/** By how much a crack may turn where it crosses another, radians. */
const BEND = (40 * Math.PI) / 180;
/** Where branches meet nearer than this to the picture's edge, px, another may go on beyond it. */
export const EDGE = 32;

export interface Crossings {
  /** The pixels of each crack's skeleton in the grid: more than one crack where they cross. */
  readonly cracks: readonly (readonly number[])[];
  /** Whether branches meet so near the picture's edge that they may cross there. */
  readonly unclear: boolean;
}

/**
 * The cracks that cross in a component. Where four branches meet and two and two go on straight, two cracks cross; unless they hang together elsewhere,
 * for then it is one net. All other branches belong to the crack that they meet. `skeleton` is changed in place.
 */
export function crossingsOf(skeleton: Grid, crack: Grid, picture: { width: number; height: number }): Crossings {
  const graph = prunedGraph(skeleton, crack);
  const meetings = meetingsOf(graph, crack);
  const groups = new Groups(graph.branches.length);
  let crosses = false;
  for (const meeting of meetings) {
    const pairs = straightPairs(meeting, crack);
    crosses ||= pairs !== null;
    const [one, ...others] = pairs ?? [meeting.arms.map(({ branch }) => branch)];
    for (const together of [[...one, ...meeting.within], ...others])
      for (const branch of together) groups.unite(together[0], branch);
  }
  const unclear = meetings.some(({ place }) => edgeDistance(place, picture) < EDGE);
  if (!crosses) return { cracks: [], unclear };
  return { cracks: pixelsByGroup(graph, meetings, groups), unclear };
}

/** How far a place is from the nearest edge of a picture, px. */
export function edgeDistance({ x, y }: Place, { width, height }: { width: number; height: number }): number {
  return Math.min(x, y, width - 1 - x, height - 1 - y);
}

interface Arm {
  /** Its index in the graph. */
  readonly branch: number;
  /** From where it leaves the meeting. */
  readonly line: readonly Place[];
  readonly length: number;
}

/** Where three branches or more meet: junctions nearer to each other than the crack is wide, or little more, are one. */
interface Meeting {
  readonly place: Place;
  readonly nodes: readonly number[];
  readonly arms: readonly Arm[];
  /** Branches between its own junctions. */
  readonly within: readonly number[];
}

function meetingsOf({ nodes, branches }: SkeletonGraph, crack: Grid): Meeting[] {
  const degree = new Uint32Array(nodes.length);
  for (const { from, to } of branches) {
    degree[from]++;
    degree[to]++;
  }
  const isShort = ({ from, to, length }: Branch) =>
    degree[from] > 2 && degree[to] > 2 && length <= 6 + 2.5 * widthAround(crack, nodes[from].place);
  const clusters = new Groups(nodes.length);
  const short = branches.map(isShort);
  for (const [i, { from, to }] of branches.entries()) if (short[i]) clusters.unite(from, to);
  const members = clusters.members().filter(([first]) => degree[first] > 2);
  return members.map(own => {
    const inside = new Set(own);
    const arms: Arm[] = [];
    const within: number[] = [];
    for (const [branch, { from, to, line, length }] of branches.entries()) {
      if (short[branch] && inside.has(from)) within.push(branch);
      else {
        if (inside.has(from)) arms.push({ branch, line, length });
        if (inside.has(to)) arms.push({ branch, line: line.toReversed(), length });
      }
    }
    return { place: nodes[own[0]].place, nodes: own, arms, within };
  });
}

/** The branches of two cracks that cross in a meeting, by pairs; null where none do. */
function straightPairs({ arms, place }: Meeting, crack: Grid): [number, number][] | null {
  if (arms.length !== 4 || arms.some(({ length }) => length < ARM)) return null;
  const skipped = widthAround(crack, place) / 2 + 2;
  const directions = arms.map(({ line }) => directionOf(line, skipped));
  const bend = (a: number, b: number) => {
    const turn = Math.abs(directions[a] - directions[b]) % (2 * Math.PI);
    return Math.abs(Math.PI - Math.min(turn, 2 * Math.PI - turn));
  };
  const pairings = [
    [0, 1, 2, 3],
    [0, 2, 1, 3],
    [0, 3, 1, 2],
  ].map(([a, b, c, d]) => ({ ways: [a, b, c, d], bend: Math.max(bend(a, b), bend(c, d)) }));
  const best = pairings.toSorted((a, b) => a.bend - b.bend)[0];
  if (best.bend > BEND) return null;
  const [a, b, c, d] = best.ways.map(way => arms[way].branch);
  return [
    [a, b],
    [c, d],
  ];
}

function directionOf(line: readonly Place[], skipped: number): number {
  const from = placeAlong(line, skipped);
  const to = placeAlong(line, skipped + REACH);
  return Math.atan2(to.y - from.y, to.x - from.x);
}

/** The place of a line so far from its beginning, px; at most halfway short of its end for a beginning. */
function placeAlong(line: readonly Place[], distance: number): Place {
  let left = distance;
  for (let i = 1; i < line.length; i++) {
    left -= Math.hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
    if (left <= 0) return line[i];
  }
  return line[line.length - 1];
}

function pixelsByGroup({ nodes, branches }: SkeletonGraph, meetings: readonly Meeting[], groups: Groups): number[][] {
  const pixels = new Map<number, number[]>();
  const add = (branch: number, more: readonly number[]) => {
    const root = groups.root(branch);
    const own = pixels.get(root);
    if (own) own.push(...more);
    else pixels.set(root, [...more]);
  };
  for (const [branch, { pixels: own }] of branches.entries()) add(branch, own);
  for (const { nodes: own, arms } of meetings)
    if (arms.length > 0) for (const node of own) add(arms[0].branch, nodes[node].pixels);
  return [...pixels.values()];
}
