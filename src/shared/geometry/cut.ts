import type { Point } from '../schemas/point.ts';
import { isSamePoint } from './paths.ts';

/** A straight cut, px: it cuts what it goes through between its ends. */
export type Cut = readonly [Point, Point];

/** A line with the width that it has at each vertex, px. */
export interface WideLine {
  readonly points: readonly Point[];
  readonly widths: readonly number[];
}

/** Where an edge crosses the line of a cut. */
interface Crossing {
  readonly at: Point;
  /** The number of the edge's first vertex, and how far along it the crossing lies, 0 to 1. */
  readonly edge: number;
  readonly alongEdge: number;
  /** 0 to 1 between the ends of the cut. */
  readonly alongCut: number;
}

/** The pieces of a line, in its order; the line alone when it is not crossed. */
export function cutLine({ points, widths }: WideLine, cut: Cut): WideLine[] {
  const pieces: { points: Point[]; widths: number[] }[] = [{ points: [points[0]], widths: [widths[0]] }];
  const add = (at: Point, width: number) => {
    pieces.at(-1)?.points.push(at);
    pieces.at(-1)?.widths.push(width);
  };
  for (let i = 0; i + 1 < points.length; i++) {
    const found = crossingOf(points[i], points[i + 1], i, cut);
    if (found && isOnCut(found)) {
      const width = widths[i] + found.alongEdge * (widths[i + 1] - widths[i]);
      add(found.at, width);
      pieces.push({ points: [found.at], widths: [width] });
    }
    add(points[i + 1], widths[i + 1]);
  }
  return pieces.filter(
    piece => points.length === 1 || piece.points.some(point => !isSamePoint(point, piece.points[0])),
  );
}

/** The pieces of a ring that does not cross itself; the ring alone when the cut does not go through it from side to side. */
export function cutRing(points: readonly Point[], cut: Cut): Point[][] {
  const chords = chordsOf(points, cut);
  let rings = [withVertices(points, chords.flat())];
  for (const [from, to] of chords) {
    rings = rings.flatMap(ring => {
      const [first, last] = [ring.indexOf(from.at), ring.indexOf(to.at)].toSorted((a, b) => a - b);
      return first < 0 ? [ring] : [ring.slice(first, last + 1), [...ring.slice(last), ...ring.slice(0, first + 1)]];
    });
  }
  return rings.map(withoutRepeats).filter(ring => ring.length >= 3);
}

/** Whether a step from one point to another goes across a cut. */
export function isCrossed(from: Point, to: Point, cut: Cut): boolean {
  const found = crossingOf(from, to, 0, cut);
  return found !== null && isOnCut(found);
}

/** The stretches of a cut inside a ring that reach from side to side: where the whole line of the cut goes in and out by turns. */
function chordsOf(points: readonly Point[], cut: Cut): [Crossing, Crossing][] {
  const crossings = points
    .flatMap((point, i) => crossingOf(point, points[(i + 1) % points.length], i, cut) ?? [])
    .sort((a, b) => a.alongCut - b.alongCut);
  const pairs = Array.from({ length: crossings.length >> 1 }, (_, i): [Crossing, Crossing] => [
    crossings[2 * i],
    crossings[2 * i + 1],
  ]);
  return pairs.filter(pair => pair.every(isOnCut));
}

function isOnCut({ alongCut }: Crossing): boolean {
  return alongCut >= 0 && alongCut <= 1;
}

/** A vertex on the line counts as right of it, so that a ring is crossed an even number of times. */
function crossingOf(from: Point, to: Point, edge: number, [a, b]: Cut): Crossing | null {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const besides = ([x, y]: Point) => dx * (y - a[1]) - dy * (x - a[0]);
  const [before, after] = [besides(from), besides(to)];
  if (before >= 0 === after >= 0) return null;
  const alongEdge = before / (before - after);
  const at: Point = [from[0] + alongEdge * (to[0] - from[0]), from[1] + alongEdge * (to[1] - from[1])];
  const alongCut = ((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / (dx * dx + dy * dy);
  return { at, edge, alongEdge, alongCut };
}

function withVertices(points: readonly Point[], crossings: readonly Crossing[]): Point[] {
  return points.flatMap((point, i) => {
    const own = crossings.filter(({ edge }) => edge === i).sort((a, b) => a.alongEdge - b.alongEdge);
    return [point, ...own.map(({ at }) => at)];
  });
}

function withoutRepeats(ring: readonly Point[]): Point[] {
  return ring.filter((point, i) => !isSamePoint(point, ring.at(i - 1)!));
}
