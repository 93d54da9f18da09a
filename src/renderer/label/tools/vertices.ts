import { distanceBetween, nearestOnLine, nearestVertex } from '../../../shared/geometry/paths.ts';
import type { LabelEdit } from '../../../shared/labels/label-edits.ts';
import { shapeOf } from '../../../shared/labels/shapes/shapes.ts';
import type { ImageLabel, Point } from '../../../shared/schemas/label.ts';
import type { Path } from '../../canvas/path.ts';
import { toScreen, type Viewport } from '../../canvas/viewport.ts';
import type { Handles } from '../shapes/shape-view.ts';
import { type Grab, type Pointer, placed, reachOf, type World } from './tool.ts';

/** CSS px that an edge must have for a handle in its middle or beside it: shorter ones leave no room between their vertices. */
export const ROOM = 40;

/** Adds the line through points of the picture to a path. */
export function tracePoints(path: Path, points: readonly Point[], viewport: Viewport, isClosed: boolean): void {
  points.forEach((point, i) => {
    const [x, y] = toScreen(viewport, point);
    if (i === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  });
  if (isClosed) path.closePath();
}

/** A handle at each vertex, and in the middles of long edges. */
export function vertexHandles(label: ImageLabel, pixel: number): Handles {
  const vertices = shapeOf(label).vertices;
  if (!vertices) return { vertices: [], middles: [] };
  const points = vertices.of(label);
  return { vertices: points, middles: middlesOf(points, vertices.isRing, pixel).map(({ at }) => at) };
}

/** The middles of the edges where a new vertex can be pulled out, each with the number of its edge's first vertex. */
function middlesOf(points: readonly Point[], isRing: boolean, pixel: number): { segment: number; at: Point }[] {
  return Array.from({ length: isRing ? points.length : points.length - 1 }, (_, segment) => {
    const [from, to] = [points[segment], points[(segment + 1) % points.length]];
    const at: Point = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
    return { segment, at, length: distanceBetween(from, to) };
  }).filter(({ length }) => length >= ROOM * pixel);
}

/**
 * Drag a vertex, drag the middle of an edge or Shift+press anywhere on it for a new vertex, Alt+click a vertex to remove
 * it.
 */
export function grabVertex(label: ImageLabel, pointer: Pointer, world: World): Grab | null {
  const { vertices } = shapeOf(label);
  if (!vertices) return null;
  const { id } = label;
  const points = vertices.of(label);
  const vertex = nearestVertex(pointer.at, points, reachOf(world));
  if (vertex !== null && pointer.alt) {
    return { edits: points.length > vertices.leastDrawn ? [{ kind: 'remove-vertex', id, vertex }] : [] };
  }
  if (vertex !== null) {
    return {
      start: points[vertex],
      snaps: id,
      label: at => vertices.moved(label, vertex, at),
      edits: at => [{ kind: 'move-vertex', id, vertex, to: at }],
    };
  }
  const segment = edgeAt(pointer, points, vertices.isRing, world);
  if (segment === null) return null;
  const inserted = (at: Point): LabelEdit => ({ kind: 'insert-vertex', id, vertex: segment + 1, at });
  return {
    start: placed(pointer.at, world),
    isSet: pointer.shift,
    snaps: id,
    label: at => vertices.inserted(label, segment + 1, at),
    edits: at => [inserted(at)],
  };
}

/** The edge that a press would put a vertex into. */
function edgeAt({ at, shift }: Pointer, points: readonly Point[], isRing: boolean, world: World): number | null {
  const middle = middlesOf(points, isRing, world.pixel).find(each => distanceBetween(each.at, at) <= reachOf(world));
  if (middle) return middle.segment;
  if (!shift) return null;
  const { segment, distance } = nearestOnLine(at, points, isRing);
  return distance <= reachOf(world) ? segment : null;
}
