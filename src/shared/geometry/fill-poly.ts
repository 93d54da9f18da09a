import type { GrayImage } from '../image/gray-image.ts';
import { traceLine, type Vertex } from './line.ts';

/** Fixed point: OpenCV moves an edge from row to row in units of 1/65536 px, and its rounding shows in the mask. */
const ONE = 65536;

/**
 * cv2.fillPoly of one polygon with whole-numbered vertices inside the picture, bit for bit (OpenCV 4.6 and 5.0): even-odd
 * inside, and every pixel of the outline. Gives a mask of 0 and 255, [height, width].
 */
export function fillPoly(vertices: readonly Vertex[], width: number, height: number): GrayImage {
  const data = new Uint8Array(width * height);
  visitFillPoly(vertices, 0, height, (y, from, to) => data.fill(255, y * width + from, y * width + to + 1));
  return { width, height, data };
}

/** The pixels of `fillPoly` in rows from `top` to before `bottom`, some more than once: columns `from` to `to`, both included. */
export function visitFillPoly(
  vertices: readonly Vertex[],
  top: number,
  bottom: number,
  visit: (y: number, from: number, to: number) => void,
): void {
  const crossings: number[][] = Array.from({ length: Math.max(0, bottom - top) }, () => []);
  for (let i = 0; i < vertices.length; i++) {
    const from = vertices.at(i - 1)!;
    traceLine(from, vertices[i], (x, y) => {
      if (y >= top && y < bottom) visit(y, x, x);
    });
    addCrossings(crossings, top, from, vertices[i]);
  }
  crossings.forEach((row, k) => {
    row.sort((a, b) => a - b);
    for (let i = 0; i + 1 < row.length; i += 2) {
      const [first, last] = [Math.ceil(row[i] / ONE), Math.floor(row[i + 1] / ONE)];
      if (first <= last) visit(top + k, first, last);
    }
  });
}

/** Where an edge crosses the rows it spans, its lowest row left out so that a vertex counts once; the first row is `first`. */
function addCrossings(crossings: number[][], first: number, from: Vertex, to: Vertex): void {
  if (from.y === to.y) return;
  const [top, bottom] = from.y < to.y ? [from, to] : [to, from];
  const slope = Math.trunc(((to.x - from.x) * ONE) / (to.y - from.y));
  const end = Math.min(bottom.y, first + crossings.length);
  for (let y = Math.max(first, top.y); y < end; y++) crossings[y - first].push(top.x * ONE + (y - top.y) * slope);
}
