import { cornersOf } from '../../../../shared/geometry/frame.ts';
import type { GrayImage } from '../../../../shared/image/gray-image.ts';
import type { Note } from '../../../../shared/interchange/notes.ts';
import { brushOf } from '../../../../shared/labels/brush-mask.ts';
import { rectangleOf } from '../../../../shared/labels/shapes/rectangle.ts';
import { inKind, type LabelOf } from '../../../../shared/labels/shapes/shapes.ts';
import type { Label, Point } from '../../../../shared/schemas/label.ts';
import { BACKGROUND } from '../foreign.ts';
import { LABELME_BACKGROUND, LABELME_IGNORE, type LabelmeShape } from './labelme-file.ts';

/** How wide labelme draws lines, px. */
const LINE_WIDTH = 10;
/** A coordinate farther out is a mistake of whoever wrote it. */
const MAX_COORDINATE = 1e6;

/** What becomes of a shape: a label, or none and why. */
export interface ReadShape {
  readonly label: Label | null;
  readonly notes: readonly Note[];
  /** Whether the label covers the very pixels that the tool draws for the shape. */
  readonly exact: boolean;
}

/** How a tool draws polygons: labelme as they are, X-AnyLabeling with vertices moved into the image, and polygons only. */
export type Drawing = { readonly border: true } | { readonly border: 'opencv'; readonly within: Size | null };

interface Size {
  readonly width: number;
  readonly height: number;
}

/** @param mask the decoded mask of a shape of type `mask`, null where it cannot be decoded */
export function readLabelmeShape(
  shape: LabelmeShape,
  mask: GrayImage | null,
  drawing: Drawing = { border: true },
): ReadShape {
  if (shape.label === '') return skipped('bad-shape', 'a shape without a label');
  if (shape.label === LABELME_IGNORE) return skipped('class-skipped', LABELME_IGNORE, true);
  if (!shape.points.flat().every(value => Math.abs(value) <= MAX_COORDINATE)) return skipped('bad-number', shape.label);
  const points = shape.points.map(([x, y]): Point => [x, y]);
  const common = { class: shape.label === LABELME_BACKGROUND ? BACKGROUND : shape.label, source: 'imported' as const };
  const polygon = (ring: readonly Point[], ...notes: Note[]): ReadShape => {
    if (ring.length < 3) return skipped('degenerate', `${shape.label}, ${shape.shape_type}`);
    const placed = drawing.border === 'opencv' ? ring.map(point => movedInto(point, drawing.within)) : ring;
    const points = placed.map(fromLabelme);
    const label = { shape: 'polygon' as const, ...common, border: drawing.border, points };
    return { label, notes, exact: drawing.border === true || shape.shape_type === 'polygon' };
  };
  switch (shape.shape_type) {
    case 'polygon':
    case 'quadrilateral':
      return polygon(points);
    case 'rectangle':
    case 'rotation':
    case 'oriented_rectangle':
      return (
        uprightBox(points, common, drawing) ?? turnedBox(points, common) ?? polygon(points, { code: 'box-to-polygon' })
      );
    case 'circle':
      return circle(points, common, shape);
    case 'line':
    case 'linestrip': {
      if (points.length < 2) return skipped('degenerate', `${shape.label}, ${shape.shape_type}`);
      const label = { shape: 'polyline' as const, ...common, points: points.map(fromLabelme), width: LINE_WIDTH };
      return { label, notes: [{ code: 'line-to-polyline' }], exact: false };
    }
    case 'mask':
      return brush(points, common, shape.label, mask);
    default:
      return skipped('points-skipped', `${shape.label}, ${shape.shape_type}`);
  }
}

function skipped(code: Note['code'], detail: string, exact = false): ReadShape {
  return { label: null, notes: [{ code, detail }], exact };
}

/**
 * labelme gives where the pointer was and PIL cuts the fraction off, towards 0, to have a pixel; a whole number is the index of
 * a pixel as much as its edge. The result lies in that pixel, and at its centre where there is no fraction.
 */
export function fromLabelme([x, y]: Point): Point {
  const within = (value: number) => (value < 0 || Number.isInteger(value) ? Math.trunc(value) + 0.5 : value);
  return [within(x), within(y)];
}

/** X-AnyLabeling moves vertices into the image. */
export function movedInto([x, y]: Point, within: Size | null): Point {
  if (!within) return [x, y];
  return [Math.max(0, Math.min(x, within.width - 1)), Math.max(0, Math.min(y, within.height - 1))];
}

/** The other way round: PIL draws the pixel that the point lies in. */
export function toLabelme([x, y]: Point): Point {
  const at = (value: number) => (value < 0 || Number.isInteger(value - 0.5) ? Math.floor(value) : value);
  return [at(x), at(y)];
}

type Common = Pick<Label, 'class' | 'source'>;

/** A box by two corners, or by four that are upright, both of whose edges belong to it; null for another. */
function uprightBox(points: readonly Point[], common: Common, drawing: Drawing): ReadShape | null {
  const isUpright = points.length === 2 || (points.length === 4 && rectangleOf(points)?.rotation === 0);
  if (!isUpright) return null;
  const placed = drawing.border === 'opencv' ? points.map(point => movedInto(point, drawing.within)) : points;
  const pixels = placed.map(point => fromLabelme(point).map(Math.floor));
  const [xs, ys] = [pixels.map(([x]) => x), pixels.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  const size = { width: Math.max(...xs) + 1 - x, height: Math.max(...ys) + 1 - y };
  return {
    label: { shape: 'rectangle', ...common, x, y, ...size, rotation: 0 },
    notes: [],
    exact: drawing.border === true,
  };
}

/** A box by four corners that is turned; its corners are pixels, whose middles lie half a pixel inside. Null for another. */
function turnedBox(points: readonly Point[], common: Common): ReadShape | null {
  const place = points.length === 4 ? rectangleOf(points) : null;
  if (!place) return null;
  const size = { width: place.width + 1, height: place.height + 1, rotation: place.rotation };
  const label: Label = { shape: 'rectangle', ...common, x: place.x, y: place.y, ...size };
  return { label, notes: [], exact: false };
}

/** The corners of a turned rectangle as `turnedBox` reads them; null for another label, and one that is too thin for it. */
export function turnedCornersOf(label: Label): { corners: Point[]; rotation: number } | null {
  const corners = ({ x, y, width, height, rotation }: LabelOf<'rectangle'>) => {
    if (rotation === 0 || width <= 1 || height <= 1) return null;
    const frame = { cx: x + (width - 1) / 2, cy: y + (height - 1) / 2, width: width - 1, height: height - 1, rotation };
    return { corners: cornersOf(frame), rotation };
  };
  return inKind({ rectangle: corners }, label) ?? null;
}

/** The first and the last pixel of an upright rectangle, as labelme keeps it; null for another label. */
export function boxOf(label: Label): readonly [Point, Point] | null {
  const pixels = ({ x, y, width, height, rotation }: LabelOf<'rectangle'>): readonly [Point, Point] | null => {
    const [from, to] = [(at: number) => Math.ceil(at - 0.5), (at: number) => Math.ceil(at - 0.5) - 1];
    return rotation === 0
      ? [
          [from(x), from(y)],
          [to(x + width), to(y + height)],
        ]
      : null;
  };
  return inKind({ rectangle: pixels }, label) ?? null;
}

/** Centre and a point of the edge. PIL draws the ellipse in the box of whole pixels, the last ones included. */
function circle(points: readonly Point[], common: Common, { label }: LabelmeShape): ReadShape {
  if (points.length < 2) return skipped('degenerate', `${label}, circle`);
  const [[cx, cy], [px, py]] = points;
  const distance = Math.hypot(px - cx, py - cy);
  const [x1, y1] = [Math.trunc(cx - distance), Math.trunc(cy - distance)];
  const [rx, ry] = [(Math.trunc(cx + distance) + 1 - x1) / 2, (Math.trunc(cy + distance) + 1 - y1) / 2];
  const ellipse: Label = { shape: 'ellipse', ...common, cx: x1 + rx, cy: y1 + ry, rx, ry, rotation: 0 };
  return { label: ellipse, notes: [], exact: false };
}

/**
 * Two corners of the box, both included, and its pixels. Whole-numbered corners cut a mask that is larger, others only say
 * where it begins, as in labelme.
 */
function brush(points: readonly Point[], common: Common, label: string, mask: GrayImage | null): ReadShape {
  if (points.length !== 2 || !mask) return skipped('bad-shape', `${label}, mask`);
  const [[x1, y1], [x2, y2]] = points.map(([x, y]) => [roundEven(x), roundEven(y)]);
  const isWhole = points.flat().every(Number.isInteger);
  const width = isWhole ? Math.min(mask.width, x2 - x1 + 1) : mask.width;
  const height = isWhole ? Math.min(mask.height, y2 - y1 + 1) : mask.height;
  if (width < 1 || height < 1) return skipped('degenerate', `${label}, mask`);
  const shape = brushOf(cut(mask, width, height), x1, y1);
  if (!shape) return skipped('covers-nothing', `${label}, mask`, true);
  return { label: { ...shape, ...common }, notes: [{ code: 'mask-to-brush' }], exact: true };
}

function cut({ width, data }: GrayImage, toWidth: number, toHeight: number): GrayImage {
  const rows = Array.from({ length: toHeight }, (_, y) => data.subarray(y * width, y * width + toWidth));
  const kept = new Uint8Array(toWidth * toHeight);
  for (const [y, row] of rows.entries()) kept.set(row, y * toWidth);
  return { width: toWidth, height: toHeight, data: kept };
}

/** As numpy rounds: halves to the even neighbour. */
function roundEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
