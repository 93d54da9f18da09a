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
  const crossings: number[][] = Array.from({ length: height }, () => []);
  for (let i = 0; i < vertices.length; i++) {
    const from = vertices.at(i - 1)!;
    traceLine(from, vertices[i], (x, y) => {
      data[y * width + x] = 255;
    });
    addCrossings(crossings, from, vertices[i]);
  }
  crossings.forEach((row, y) => {
    row.sort((a, b) => a - b);
    for (let i = 0; i + 1 < row.length; i += 2) {
      data.fill(255, y * width + Math.ceil(row[i] / ONE), y * width + Math.floor(row[i + 1] / ONE) + 1);
    }
  });
  return { width, height, data };
}

/** Where an edge crosses the rows it spans, its lowest row left out so that a vertex counts once. */
function addCrossings(crossings: number[][], from: Vertex, to: Vertex): void {
  if (from.y === to.y) return;
  const [top, bottom] = from.y < to.y ? [from, to] : [to, from];
  const slope = Math.trunc(((to.x - from.x) * ONE) / (to.y - from.y));
  for (let y = top.y; y < bottom.y; y++) crossings[y].push(top.x * ONE + (y - top.y) * slope);
}
