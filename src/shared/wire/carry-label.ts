import { motionBetween } from '../events/motion.ts';
import { type Affine, after, mapPoint, shift } from '../geometry/affine.ts';
import { commonOf } from '../geometry/box.ts';
import { distanceBetween, rounded } from '../geometry/paths.ts';
import { type Box, cropGray, type GrayImage } from '../image/gray-image.ts';
import { inKind, labelBox, mapped, type ShapeKind, shapeOf } from '../labels/shapes/shapes.ts';
import type { ImageLabel, Point } from '../schemas/label.ts';
import { type SnapTo, snapAcross } from './snap-across.ts';
import { asPlaces } from './snap-label.ts';

/** A vertex is looked for so far to either side of where the motion takes it, px. */
const REACH = 6;
/** The motion is found again on what is so far around a label, px: a frame is compared at 256 px alone. */
const AROUND = 40;
/** What stands out less, gray levels, is nothing to be drawn to. */
const FAINTEST = 4;
/** A label of which more than this share leaves the picture is not carried on. */
const MOST_OUTSIDE = 0.5;

/** A label in one frame. */
export interface Carried {
  readonly label: ImageLabel;
  /** How much what it marks stands out there, gray levels; null for shapes that are not drawn to anything. */
  readonly contrast: number | null;
}

type Snapped = Carried & { readonly contrast: number };

/** A label that a person drew, as it is carried from its frame on. */
export function carriedFrom(gray: GrayImage, label: ImageLabel): Carried {
  return { label, contrast: snapped(gray, label, 2)?.contrast ?? null };
}

/**
 * The labels of a frame in another, `motion` being how the picture moved between them, px: each goes with what is around it, and its vertices to the
 * crack or the edge again, as many as they were. Those that leave the picture are missing.
 */
export function carriedOn(before: GrayImage, next: GrayImage, motion: Affine, labels: readonly Carried[]): Carried[] {
  return labels.flatMap(({ label }) => {
    const moved = movedBy(label, localMotion(before, next, motion, label));
    if (shapeOf(moved).outside(moved, next) > MOST_OUTSIDE) return [];
    const found = snapped(next, moved, REACH);
    return [found && found.contrast >= FAINTEST ? found : { label: moved, contrast: found?.contrast ?? null }];
  });
}

/** How sure it is that labels are where they were at first: what stands out least beside what it did, 0 to 1. */
export function confidenceOf(first: readonly Carried[], now: readonly Carried[]): number {
  const shares = now.map(({ label, contrast }) => {
    const begun = first.find(each => each.label.id === label.id)?.contrast;
    return begun && contrast !== null && begun >= FAINTEST ? contrast / begun : 1;
  });
  return Math.max(0, Math.min(1, ...shares));
}

/** The motion about a label, px: that of the frame, and what the surroundings say beyond it. */
function localMotion(before: GrayImage, next: GrayImage, motion: Affine, label: ImageLabel): Affine {
  const { x1, y1, x2, y2 } = labelBox(label);
  const [cx, cy] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const [tx, ty] = mapPoint(motion, [cx, cy]);
  const [dx, dy] = [Math.round(tx - cx), Math.round(ty - cy)];
  const around = { x1: x1 - AROUND, y1: y1 - AROUND, x2: x2 + AROUND, y2: y2 + AROUND };
  const whole = { x1: 0, y1: 0, x2: before.width, y2: before.height };
  const back = { x1: -dx, y1: -dy, x2: next.width - dx, y2: next.height - dy };
  const own = commonOf(around, whole);
  const box = own && commonOf(own, back);
  if (!box || box.x2 - box.x1 < AROUND || box.y2 - box.y1 < AROUND) return motion;
  const there: Box = { x1: box.x1 + dx, y1: box.y1 + dy, x2: box.x2 + dx, y2: box.y2 + dy };
  const local = motionBetween(cropGray(before, box), cropGray(next, there));
  return local ? after(after(shift(-box.x1, -box.y1), local), shift(there.x1, there.y1)) : motion;
}

/** The label where a motion of pixels takes it; brushes go by whole px. Whole numbers are the middles of pixels in motions, their corners in labels. */
function movedBy(label: ImageLabel, motion: Affine): ImageLabel {
  const map = after(after(shift(-0.5, -0.5), motion), shift(0.5, 0.5));
  const there = mapped(label, map);
  if (there) return there;
  const { x1, y1, x2, y2 } = labelBox(label);
  const middle: Point = [(x1 + x2) / 2, (y1 + y2) / 2];
  const [x, y] = mapPoint(map, middle);
  return mapped(label, shift(x - middle[0], y - middle[1])) ?? label;
}

/** The label with its vertices drawn to what the picture shows within reach; null where there is nothing to be drawn to. */
function snapped(gray: GrayImage, label: ImageLabel, reach: number): Snapped | null {
  return (
    inKind<ShapeKind, Snapped | null>(
      {
        polyline({ points, width }) {
          const found = (['dark', 'bright'] as const).flatMap(to => drawnTo(gray, points, { to, reach, width }) ?? []);
          const [best] = found.sort((a, b) => b.contrast - a.contrast);
          return best ? { label: withPoints(label, best.points), contrast: best.contrast } : null;
        },
        polygon({ points }) {
          const found = drawnTo(gray, points, { to: 'edge', reach: reach / 2, width: 1, isRing: true });
          return found && { label: withPoints(label, found.points), contrast: found.contrast };
        },
      },
      label,
    ) ?? null
  );
}

function withPoints(label: ImageLabel, points: readonly Point[]): ImageLabel {
  const vertices = shapeOf(label).vertices;
  return points.reduce((moved, at, vertex) => vertices?.moved(moved, vertex, at) ?? moved, label);
}

function drawnTo(
  gray: GrayImage,
  points: readonly Point[],
  how: { to: SnapTo; reach: number; width: number; isRing?: boolean },
): { points: Point[]; contrast: number } | null {
  if (points.length < 2) return null;
  const found = snapAcross(gray, asPlaces(points), how);
  if (!found) return null;
  const { stations, offsets, contrast } = found;
  let from = 0;
  const moved = points.map(([x, y]): Point => {
    const nearest = nearestFrom(stations, from, [x - 0.5, y - 0.5]);
    from = nearest;
    const { nx, ny } = stations[nearest];
    return [rounded(x + offsets[nearest] * nx), rounded(y + offsets[nearest] * ny)];
  });
  return { points: moved, contrast };
}

/** The station nearest to a vertex, among those after that of the vertex before. */
function nearestFrom(stations: readonly { x: number; y: number }[], from: number, at: Point): number {
  let [nearest, least] = [from, Infinity];
  for (let i = from; i < stations.length; i++) {
    const distance = distanceBetween(at, [stations[i].x, stations[i].y]);
    if (distance < least) [nearest, least] = [i, distance];
    // The stations are a px apart: nothing is nearer further on along the same way.
    if (least < 0.75 && distance > least + 2) break;
  }
  return nearest;
}
