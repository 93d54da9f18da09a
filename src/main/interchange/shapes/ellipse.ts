import { isSensible, type ShapeFault } from '../../../shared/labels/shapes/shape.ts';
import type { Point } from '../../../shared/schemas/label.ts';

/** A higher ellipse gets so many vertices at equal angles, not two for each row. */
const MAX_ROWS = 1024;
const VERTICES_OF_LARGE = 720;

export interface Ellipse {
  /** Its centre and radii, px. */
  readonly cx: number;
  readonly cy: number;
  readonly rx: number;
  readonly ry: number;
  /** Degrees clockwise. */
  readonly rotation: number;
}

/**
 * A ring that holds the same pixel centres as the ellipse: its vertices lie on the ellipse where that crosses the lines
 * of pixel centres.
 */
export function ellipseRing(ellipse: Ellipse): Point[] | ShapeFault {
  const { cx, cy, rx, ry, rotation } = ellipse;
  if (![cx, cy, rx, ry, rotation].every(isSensible)) return 'bad-number';
  if (rx <= 0 || ry <= 0) return 'degenerate';
  const [cos, sin] = [Math.cos((rotation * Math.PI) / 180), Math.sin((rotation * Math.PI) / 180)];
  const reach = Math.hypot(rx * sin, ry * cos);
  const first = Math.ceil(cy - reach - 0.5);
  const last = Math.floor(cy + reach - 0.5);
  if (last < first || last - first > MAX_ROWS) return atEqualAngles(ellipse, cos, sin);
  // a dx² + 2 b dx dy + c dy² = 1 for the distances dx, dy from the centre.
  const a = (cos / rx) ** 2 + (sin / ry) ** 2;
  const b = cos * sin * (1 / rx ** 2 - 1 / ry ** 2);
  const c = (sin / rx) ** 2 + (cos / ry) ** 2;
  const [left, right]: [Point[], Point[]] = [[], []];
  for (let row = first; row <= last; row++) {
    const dy = row + 0.5 - cy;
    const half = Math.sqrt(Math.max(0, (b * dy) ** 2 - a * (c * dy ** 2 - 1)));
    left.push([cx + (-b * dy - half) / a, row + 0.5]);
    right.push([cx + (-b * dy + half) / a, row + 0.5]);
  }
  const [top, bottom]: [Point, Point] = [
    [cx + (b * reach) / a, cy - reach],
    [cx - (b * reach) / a, cy + reach],
  ];
  return [top, ...right, bottom, ...left.reverse()];
}

function atEqualAngles({ cx, cy, rx, ry }: Ellipse, cos: number, sin: number): Point[] {
  return Array.from({ length: VERTICES_OF_LARGE }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / VERTICES_OF_LARGE;
    const [u, v] = [rx * Math.cos(angle), ry * Math.sin(angle)];
    return [cx + u * cos - v * sin, cy + u * sin + v * cos];
  });
}
