import type { Grid, Place } from './grid.ts';
import { neighbourSteps } from './thin.ts';

/** A stretch of a skeleton between two nodes: tips, junctions, or one and the same place when it goes round. */
export interface Branch {
  readonly from: number;
  readonly to: number;
  /** From node to node, in the picture. */
  readonly line: readonly Place[];
  /** Its pixels in the grid, without those of junctions. */
  readonly pixels: readonly number[];
  /** Along the pixels' centres, px. */
  readonly length: number;
}

export interface SkeletonNode {
  readonly place: Place;
  /** Its pixels in the grid; more than one where branches meet. */
  readonly pixels: readonly number[];
}

export interface SkeletonGraph {
  readonly nodes: readonly SkeletonNode[];
  readonly branches: readonly Branch[];
}

/** The graph of a skeleton: pixels with two neighbours are on the way, neighbouring others are one node. */
export function skeletonGraph(skeleton: Grid): SkeletonGraph {
  return new Tracer(skeleton).graph();
}

/** Length along a line of places, px. */
export function lengthOf(line: readonly Place[]): number {
  let sum = 0;
  for (let i = 1; i < line.length; i++) sum += Math.hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
  return sum;
}

/** Takes branches off a skeleton, in place: their pixels, not their junctions. */
export function removeBranches(skeleton: Grid, branches: readonly Branch[]): void {
  for (const { pixels } of branches) for (const at of pixels) skeleton.data[at] = 0;
}

class Tracer {
  readonly #grid: Grid;
  readonly #steps: number[];
  readonly #nodes: SkeletonNode[] = [];
  readonly #branches: Branch[] = [];
  /** The node that a pixel belongs to, by pixel. */
  readonly #nodeAt = new Map<number, number>();
  readonly #walked = new Set<number>();

  constructor(grid: Grid) {
    this.#grid = grid;
    this.#steps = neighbourSteps(grid.width);
  }

  graph(): SkeletonGraph {
    const { data } = this.#grid;
    const pixels: number[] = [];
    for (let at = data.indexOf(1); at >= 0; at = data.indexOf(1, at + 1)) pixels.push(at);
    for (const at of pixels) if (this.#around(at).length !== 2) this.#addNode(at);
    for (let node = 0; node < this.#nodes.length; node++) this.#leave(node);
    // What is left goes round without meeting anything.
    for (const at of pixels) {
      if (this.#nodeAt.has(at) || this.#walked.has(at)) continue;
      this.#addNode(at);
      this.#leave(this.#nodes.length - 1);
    }
    return { nodes: this.#nodes, branches: this.#branches };
  }

  #around(at: number): number[] {
    return this.#steps.map(step => at + step).filter(next => this.#grid.data[next] === 1);
  }

  /** Junction pixels that touch are one node; a tip is one by itself. */
  #addNode(start: number): void {
    if (this.#nodeAt.has(start)) return;
    const pixels = [start];
    this.#nodeAt.set(start, this.#nodes.length);
    if (this.#around(start).length > 2) {
      for (let next = 0; next < pixels.length; next++) {
        for (const at of this.#around(pixels[next])) {
          if (this.#nodeAt.has(at) || this.#around(at).length < 3) continue;
          this.#nodeAt.set(at, this.#nodes.length);
          pixels.push(at);
        }
      }
    }
    this.#nodes.push({ pixels, place: meanPlace(pixels.map(at => this.#place(at))) });
  }

  /** Walks every branch that leaves a node and was not walked from its other end. */
  #leave(node: number): void {
    for (const start of this.#nodes[node].pixels) {
      for (const first of this.#around(start)) {
        if (this.#nodeAt.get(first) === node || this.#walked.has(first)) continue;
        this.#walk(node, start, first);
      }
    }
  }

  #walk(from: number, start: number, first: number): void {
    const way: number[] = [];
    let [before, at] = [start, first];
    while (!this.#nodeAt.has(at)) {
      way.push(at);
      this.#walked.add(at);
      const next = this.#around(at).find(pixel => pixel !== before);
      if (next === undefined) break;
      [before, at] = [at, next];
    }
    const to = this.#nodeAt.get(at) ?? from;
    const [a, b] = [this.#nodes[from], this.#nodes[to]];
    // Two nodes side by side, seen from the second one.
    if (way.length === 0 && to < from) return;
    const line = [a.place, ...way.map(pixel => this.#place(pixel)), b.place];
    const tips = [a, b].filter(({ pixels }) => this.#around(pixels[0]).length < 2).flatMap(({ pixels }) => pixels);
    this.#branches.push({ from, to, line, pixels: [...way, ...tips], length: lengthOf(line) });
  }

  #place(at: number): Place {
    const { width, left, top } = this.#grid;
    const x = at % width;
    return { x: left + x, y: top + (at - x) / width };
  }
}

function meanPlace(places: readonly Place[]): Place {
  const sum = places.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }));
  return { x: sum.x / places.length, y: sum.y / places.length };
}
