import { rounded, simplified } from '../geometry/paths.ts';
import type { GrayImage } from '../image/gray-image.ts';
import { asDrawn } from '../labels/predictions.ts';
import { widthsOf, withWidths } from '../labels/shapes/polyline.ts';
import { inKind, type ShapeKind } from '../labels/shapes/shapes.ts';
import { smoothed, smoothedRing } from '../measure/centre-line.ts';
import type { Place } from '../measure/grid.ts';
import type { ImageLabel, Point } from '../schemas/label.ts';
import { type Snapped, snapAcross } from './snap-across.ts';

/** A crack or an edge is looked for so far to either side, px, or as far as the line is wide. */
const REACH = 10;
/** Snapped lines are smoothed over so many px to either side, and may be simplified by so much. */
const SMOOTH = 2;
const TOLERANCE = 0.5;
/** Less contrast, gray levels, is no crack and no edge. */
const FAINTEST = 3;

/** Whole numbers are the corners of pixels in labels, their centres in measurements. */
export function asPlaces(points: readonly Point[]): Place[] {
  return points.map(([x, y]) => ({ x: x - 0.5, y: y - 0.5 }));
}

/**
 * The label moved to what the picture shows: a polyline to the crack along it, its widths kept; a polygon to its edge. `isBright`: a crack is brighter
 * than its surroundings. Null where the picture shows neither within reach, and for other shapes.
 */
export function snappedLabel(gray: GrayImage, label: ImageLabel, isBright: boolean): ImageLabel | null {
  const { id } = label;
  const shape = inKind<ShapeKind, Omit<ImageLabel, 'id'> | null>(
    {
      polyline(line) {
        const { points, width } = line;
        if (points.length < 2) return null;
        const reach = Math.max(REACH, width);
        const snapped = snapAcross(gray, asPlaces(points), { to: isBright ? 'bright' : 'dark', reach, width });
        if (!snapped || snapped.contrast < FAINTEST) return null;
        const way = simplified(smoothed(moved(snapped), SMOOTH).map(asPoint), TOLERANCE);
        return line.widths ? withWidths({ ...line, points: way }, widthsAlong(line, way)) : { ...line, points: way };
      },
      polygon(ring) {
        const snapped = snapAcross(gray, asPlaces(ring.points), { to: 'edge', reach: REACH, width: 1, isRing: true });
        if (!snapped || snapped.contrast < FAINTEST) return null;
        const places = moved(snapped);
        const way = simplified(smoothedRing([...places.slice(0, -1), places[0]], SMOOTH).map(asPoint), TOLERANCE);
        return way.length > 3 ? { ...ring, points: way.slice(0, -1) } : null;
      },
    },
    label,
  );
  return shape ? asDrawn({ ...shape, id } as ImageLabel) : null;
}

function moved({ stations, offsets }: Snapped): Place[] {
  return stations.map(({ x, y, nx, ny }, i) => ({ x: x + offsets[i] * nx, y: y + offsets[i] * ny }));
}

function asPoint({ x, y }: Place): Point {
  return [rounded(x + 0.5), rounded(y + 0.5)];
}

/** The widths of a line at places along another that leads the same way, each where as much of it lies behind. */
function widthsAlong(line: Parameters<typeof widthsOf>[0], way: readonly Point[]): number[] {
  const widths = widthsOf(line);
  const [from, to] = [sharesOf(line.points), sharesOf(way)];
  return to.map(share => {
    const i = Math.max(
      1,
      from.findIndex(each => each >= share),
    );
    const span = from[i] - from[i - 1];
    const along = span > 0 ? Math.min(1, Math.max(0, (share - from[i - 1]) / span)) : 0;
    return rounded(widths[i - 1] + along * (widths[i] - widths[i - 1]));
  });
}

/** How much of a line lies before each of its vertices, 0 to 1. */
function sharesOf(points: readonly Point[]): number[] {
  const lengths = [0];
  for (const [i, [x, y]] of points.slice(1).entries())
    lengths.push(lengths[i] + Math.hypot(x - points[i][0], y - points[i][1]));
  const total = lengths.at(-1) || 1;
  return lengths.map(length => length / total);
}
