import { traceLine, type Vertex } from '../../shared/geometry/line.ts';

/** Where each pixel of a result comes from in its source, pixel coordinates, [size, size]. */
export interface Sources {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** How a mask was warped; the turn in it in degrees. */
export interface MaskWarp {
  readonly size: number;
  readonly sources: Sources;
  readonly rotation: number;
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
 * @param mask 0 and 1, or class indices, uint8 [size, size]
 * @param target the mask as it was read by the nearest pixel, to which the lines are added
 */
export function keepThinCracks(mask: Uint8Array, target: Uint8Array, warp: MaskWarp): void {
  const { size, value } = warp;
  const isCrack = (x: number, y: number) => x >= 0 && y >= 0 && x < size && y < size && mask[y * size + x] === value;
  const isBlock = (x: number, y: number) =>
    isCrack(x, y) && isCrack(x + 1, y) && isCrack(x, y + 1) && isCrack(x + 1, y + 1);
  const mark = (x: number, y: number) => {
    if (x >= 0 && y >= 0 && x < size && y < size) target[y * size + x] = value;
  };
  const join = (from: Vertex, to: Vertex) => traceLine(forward(from, warp), forward(to, warp), mark);
  for (let y = 0, i = 0; y < size; y++) {
    for (let x = 0; x < size; x++, i++) {
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
function forward(from: Vertex, { size, sources, rotation }: MaskWarp): Vertex {
  const [cos, sin] = [Math.cos((rotation * Math.PI) / 180), Math.sin((rotation * Math.PI) / 180)];
  const inside = (value: number) => Math.min(Math.max(Math.round(value), 0), size - 1);
  let place: Vertex = from;
  for (let round = 0; round < ROUNDS; round++) {
    const [x, y] = [inside(place.x), inside(place.y)];
    const [u, v] = [from.x - sources.x[y * size + x], from.y - sources.y[y * size + x]];
    place = { x: x + cos * u + sin * v, y: y - sin * u + cos * v };
  }
  return { x: Math.round(place.x), y: Math.round(place.y) };
}
