import type { Box, FloatImage, Size } from '../image/gray-image.ts';
import type { Point } from '../schemas/point.ts';

/** A line with its width at each point, px. */
export interface Stroke {
  readonly points: readonly Point[];
  readonly widths: readonly number[];
}

/** Of the pixels of a box around strokes: how far outside the edge each centre lies (negative inside), px, and which point is nearest. */
export interface Nearness extends Box {
  /** [y2 - y1, x2 - x1] */
  readonly outside: Float32Array;
  readonly at: Uint16Array;
}

/** What lies farther from every edge is not looked at, px. */
export const REACH = 3;

/** What of a picture strokes are near to; null where they are outside of it. */
export function nearnessOf({ width, height }: Size, strokes: readonly Stroke[]): Nearness | null {
  let [x1, y1, x2, y2] = [width, height, 0, 0];
  for (const { points, widths } of strokes) {
    for (let i = 0; i < points.length; i++) {
      const reach = widths[i] / 2 + REACH;
      x1 = Math.min(x1, Math.floor(points[i][0] - reach));
      y1 = Math.min(y1, Math.floor(points[i][1] - reach));
      x2 = Math.max(x2, Math.ceil(points[i][0] + reach));
      y2 = Math.max(y2, Math.ceil(points[i][1] + reach));
    }
  }
  [x1, y1, x2, y2] = [Math.max(0, x1), Math.max(0, y1), Math.min(width, x2), Math.min(height, y2)];
  if (x1 >= x2 || y1 >= y2) return null;
  const count = (x2 - x1) * (y2 - y1);
  const near = { x1, y1, x2, y2, outside: new Float32Array(count).fill(REACH), at: new Uint16Array(count) };
  for (const stroke of strokes) bringNear(near, stroke);
  return near;
}

function bringNear({ x1, y1, x2, y2, outside, at }: Nearness, { points, widths }: Stroke): void {
  for (let i = 0; i < points.length; i++) {
    const next = Math.min(i + 1, points.length - 1);
    const [ax, ay] = points[i];
    const [bx, by] = points[next];
    const reach = Math.max(widths[i], widths[next]) / 2 + REACH;
    const [dx, dy] = [bx - ax, by - ay];
    const squared = dx * dx + dy * dy || 1;
    const bottom = Math.min(y2 - 1, Math.floor(Math.max(ay, by) + reach));
    for (let y = Math.max(y1, Math.floor(Math.min(ay, by) - reach)); y <= bottom; y++) {
      const [left, right] = rowOf({ ax, ay, dx, dy, reach }, y + 0.5);
      for (let x = Math.max(x1, left); x <= Math.min(x2 - 1, right); x++) {
        const px = x + 0.5 - ax;
        const py = y + 0.5 - ay;
        const along = Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
        const ox = px - along * dx;
        const oy = py - along * dy;
        const distance = Math.sqrt(ox * ox + oy * oy) - (widths[i] + along * (widths[next] - widths[i])) / 2;
        const k = (y - y1) * (x2 - x1) + x - x1;
        if (distance >= outside[k]) continue;
        outside[k] = distance;
        at[k] = i;
      }
    }
  }
}

/** From where to where a row can be near a segment. */
function rowOf(
  segment: { ax: number; ay: number; dx: number; dy: number; reach: number },
  y: number,
): [number, number] {
  const { ax, ay, dx, dy, reach } = segment;
  const ends = [ax, ax + dx];
  if (Math.abs(dy) <= 4) return [Math.floor(Math.min(...ends) - reach), Math.ceil(Math.max(...ends) + reach)];
  const middle = ax + (dx * (y - ay)) / dy;
  const slack = (reach * Math.hypot(dx, dy)) / Math.abs(dy) + 1;
  return [Math.floor(middle - slack), Math.ceil(middle + slack)];
}

/** What share of a pixel a stroke covers whose edge is so far outside of its centre; `soft` px are its edge. */
export function coverage(outside: number, soft = 1): number {
  return Math.min(1, Math.max(0, 0.5 - outside / soft));
}

/** Lays a gray over a picture where strokes run, `alpha` of it. */
export function layStrokes(image: FloatImage, strokes: readonly Stroke[], gray: number, alpha = 1, soft = 1): void {
  const near = nearnessOf(image, strokes);
  if (!near) return;
  // What is thinner than a pixel covers no more of it than its width.
  const thin = Math.min(1, Math.max(...strokes.flatMap(({ widths }) => widths)));
  for (let y = near.y1, k = 0; y < near.y2; y++) {
    for (let x = near.x1, i = y * image.width + x; x < near.x2; x++, i++, k++) {
      if (near.outside[k] >= REACH) continue;
      image.data[i] += (gray - image.data[i]) * alpha * thin * coverage(near.outside[k], soft);
    }
  }
}

/** A straight stroke of one width. */
export function straight(from: Point, to: Point, width: number): Stroke {
  return { points: [from, to], widths: [width, width] };
}
