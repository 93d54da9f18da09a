import { distanceBetween } from '../../../shared/geometry/paths.ts';
import type { ImageLabel, Point } from '../../../shared/schemas/label.ts';

/** CSS px that an edge must have for a handle in its middle: shorter ones leave no room between their vertices. */
const ROOM = 40;

/** The middles of the edges where a new vertex can be pulled out, each with the number of its edge's first vertex. */
export function midpoints(label: ImageLabel, pixel: number): { segment: number; at: Point }[] {
  if (label.shape === 'brush') return [];
  const { points, shape } = label;
  const edges = shape === 'polygon' ? points.length : points.length - 1;
  return Array.from({ length: edges }, (_, segment) => {
    const [from, to] = [points[segment], points[(segment + 1) % points.length]];
    const at: Point = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
    return { segment, at, length: distanceBetween(from, to) };
  }).filter(({ length }) => length >= ROOM * pixel);
}
