import { traceLine, type Vertex } from '../../shared/geometry/line.ts';

/** Where each pixel of a result, [size, size], comes from in its source, pixel coordinates of that. */
export interface Sources {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** How a mask was warped. */
export interface MaskWarp {
  readonly size: number;
  /** So many more pixels has the source on every side. */
  readonly margin: number;
  readonly sources: Sources;
  /** Of the turn back to the source, over how many times larger the result is. */
  readonly cos: number;
  readonly sin: number;
  /** Which of the mask's values is carried. */
  readonly value: number;
}

/** The neighbours of a pixel that come after it, row by row. */
const AFTER = [
  [1, 0],
  [-1, 1],
  [0, 1],
  [1, 1],
] as const;

/**
 * Reading the nearest pixel tears lines of one pixel where they run slantwise. So every crack pixel that is no part of a 2x2
 * block is carried forward to where it belongs, and joined by a line to the neighbours with which it forms none.
 *
 * @param mask 0 and 1, or class indices, uint8 [size + 2 margin, size + 2 margin]
 * @param target the mask as it was read by the nearest pixel, [size, size], to which the lines are added
 */
export function keepThinCracks(mask: Uint8Array, target: Uint8Array, warp: MaskWarp): void {
  const { size, margin, value } = warp;
  const side = size + 2 * margin;
  const isCrack = (x: number, y: number) => x >= 0 && y >= 0 && x < side && y < side && mask[y * side + x] === value;
  const isBlock = (x: number, y: number) =>
    isCrack(x, y) && isCrack(x + 1, y) && isCrack(x, y + 1) && isCrack(x + 1, y + 1);
  const mark = (x: number, y: number) => {
    if (x >= 0 && y >= 0 && x < size && y < size) target[y * size + x] = value;
  };
  const join = (from: Vertex, to: Vertex) => traceLine(forward(from, warp), forward(to, warp), mark);
  for (let y = 0, i = 0; y < side; y++) {
    for (let x = 0; x < side; x++, i++) {
      if (mask[i] !== value) continue;
      const here = { x, y };
      if (!isBlock(x, y) && !isBlock(x - 1, y) && !isBlock(x, y - 1) && !isBlock(x - 1, y - 1)) join(here, here);
      for (const [dx, dy] of AFTER) {
        if (!isCrack(x + dx, y + dy)) continue;
        // The blocks that hold both pixels: one for a slanting pair, two for any other.
        const [left, top] = [Math.min(x, x + dx), y];
        const thick = isBlock(left, top) || (dy === 0 ? isBlock(left, top - 1) : dx === 0 && isBlock(left - 1, top));
        if (!thick) join(here, { x: x + dx, y: y + dy });
      }
    }
  }
}

/** Rounds of the search; each brings the place at least a third nearer (see `drawElastic`). */
const ROUNDS = 6;

/** The pixel of the result that a pixel of the source comes to lie on, perhaps outside: a fixed point of the backward map. */
function forward(from: Vertex, { size, margin, sources, cos, sin }: MaskWarp): Vertex {
  const shrunk = cos ** 2 + sin ** 2;
  const inside = (value: number) => Math.min(Math.max(Math.round(value), 0), size - 1);
  let place: Vertex = { x: from.x - margin, y: from.y - margin };
  for (let round = 0; round < ROUNDS; round++) {
    const [x, y] = [inside(place.x), inside(place.y)];
    const [u, v] = [from.x - sources.x[y * size + x], from.y - sources.y[y * size + x]];
    place = { x: x + (cos * u + sin * v) / shrunk, y: y + (cos * v - sin * u) / shrunk };
  }
  return { x: Math.round(place.x), y: Math.round(place.y) };
}
