import type { ImageLabel, Point } from '../../../shared/schemas/label.ts';
import { toScreen, type Viewport } from '../../canvas/viewport.ts';
import { viewOf } from '../shapes/shapes.ts';
import type { Stroke } from '../tools/tool.ts';

/** What is drawn on: a part of CanvasRenderingContext2D, so that this needs no browser. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'save'
  | 'restore'
  | 'transform'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'closePath'
  | 'stroke'
  | 'fill'
  | 'rect'
  | 'arc'
  | 'ellipse'
  | 'setLineDash'
  | 'strokeStyle'
  | 'fillStyle'
  | 'lineWidth'
  | 'lineJoin'
  | 'lineCap'
  | 'globalAlpha'
>;

/** Labels never change in place: the path of each is made once. */
const outlines = new WeakMap<ImageLabel, Path2D>();

/** The outlines of many labels in picture px, one path for each colour: a node for each label would take ten times as long. */
export function outlinesOf(
  labels: readonly ImageLabel[],
  colour: (label: ImageLabel) => string,
): ReadonlyMap<string, Path2D> {
  const paths = new Map<string, Path2D>();
  for (const label of labels) {
    if (viewOf(label).isDashed) continue;
    const style = colour(label);
    const path = paths.get(style) ?? new Path2D();
    path.addPath(outlineOf(label));
    paths.set(style, path);
  }
  return paths;
}

/** On its own: a browser that closes a ring of a long path looks at all of the path. */
function outlineOf(label: ImageLabel): Path2D {
  const known = outlines.get(label);
  if (known) return known;
  const path = new Path2D();
  viewOf(label).trace(path, label, { scale: 1, x: 0, y: 0 });
  outlines.set(label, path);
  return path;
}

/** Draws them; panning and zooming change nothing but the transform. */
export function drawOutlines(pen: Pen, paths: ReadonlyMap<string, Path2D>, { scale, x, y }: Viewport): void {
  pen.save();
  pen.transform(scale, 0, 0, scale, x, y);
  pen.lineJoin = 'round';
  pen.lineWidth = 1.5 / scale;
  for (const [style, path] of paths) {
    pen.strokeStyle = style;
    pen.stroke(path);
  }
  pen.restore();
}

/** A label that stands out: a dark line under a light one is seen on any picture. */
export function drawProminent(pen: Pen, label: ImageLabel, viewport: Viewport, colour: string, open = false): void {
  pen.lineJoin = 'round';
  pen.setLineDash(viewOf(label).isDashed ? [5, 4] : []);
  for (const [style, width] of [
    ['rgba(0, 0, 0, 0.75)', 4],
    [colour, 2],
  ] as const) {
    pen.strokeStyle = style;
    pen.lineWidth = width;
    pen.beginPath();
    viewOf(label).trace(pen, label, viewport, open);
    pen.stroke();
  }
  pen.setLineDash([]);
}

/** The way of a brush or eraser, as wide as it is. */
export function drawStroke(pen: Pen, stroke: Stroke, viewport: Viewport, colour: string, opacity: number): void {
  pen.globalAlpha = opacity;
  pen.strokeStyle = colour;
  pen.fillStyle = colour;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.lineWidth = stroke.width * viewport.scale;
  pen.beginPath();
  if (stroke.points.length === 1) {
    drawDot(pen, toScreen(viewport, stroke.points[0]), pen.lineWidth / 2);
    pen.fill();
  } else {
    viewOf(stroke).trace(pen, stroke, viewport);
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

/** The box that is pulled up between two corners. */
export function drawBand(pen: Pen, corners: readonly [Point, Point], viewport: Viewport): void {
  const [[ax, ay], [bx, by]] = corners.map(corner => toScreen(viewport, corner));
  pen.setLineDash([4, 3]);
  for (const style of ['rgba(0, 0, 0, 0.75)', '#fff']) {
    pen.strokeStyle = style;
    pen.lineWidth = style === '#fff' ? 1 : 3;
    pen.beginPath();
    pen.rect(ax, ay, bx - ax, by - ay);
    pen.stroke();
  }
  pen.setLineDash([]);
}

/** Handles: squares for vertices, small dots for the middles of edges. */
export function drawHandles(
  pen: Pen,
  points: readonly Point[],
  viewport: Viewport,
  colour: string,
  small = false,
): void {
  pen.strokeStyle = small ? '#fff' : colour;
  pen.fillStyle = small ? colour : '#fff';
  pen.lineWidth = small ? 1 : 2;
  pen.beginPath();
  for (const point of points) {
    const [x, y] = toScreen(viewport, point);
    if (small) drawDot(pen, [x, y], 3);
    else pen.rect(x - 3.5, y - 3.5, 7, 7);
  }
  pen.fill();
  pen.stroke();
}

function drawDot(pen: Pen, [x, y]: Point, radius: number): void {
  pen.moveTo(x + radius, y);
  pen.arc(x, y, radius, 0, 2 * Math.PI);
}
