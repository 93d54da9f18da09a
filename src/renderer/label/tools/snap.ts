import { nearestOnLine, nearestVertex, rounded } from '../../../shared/geometry/paths.ts';
import { asPolygon, shapeOf } from '../../../shared/labels/shapes/shapes.ts';
import type { ImageLabel, Point } from '../../../shared/schemas/label.ts';
import { boxOf } from '../../canvas/label-shape.ts';
import { type Pointer, placed, reachOf, type World } from './tool.ts';

interface Outline {
  readonly points: readonly Point[];
  readonly isRing: boolean;
}

/**
 * Where a hand means to set a vertex: within reach the nearest vertex of another label or corner of the picture, else the nearest
 * place of their edges, else where the pointer is. `self`: the label that is being drawn or changed. Ctrl does it the other way.
 */
export function snapped({ at, ctrl }: Pick<Pointer, 'at' | 'ctrl'>, world: World, self: string | null): Point {
  const place = placed(at, world);
  if (world.snapping === ctrl) return place;
  const outlines = [frameOf(world), ...world.visible.flatMap(label => outlineNear(label, place, world, self) ?? [])];
  const reach = reachOf(world);
  const vertices = outlines.flatMap(({ points }) => points);
  const vertex = nearestVertex(place, vertices, reach);
  if (vertex !== null) return placed(vertices[vertex], world);
  const near = outlines.map(({ points, isRing }) => nearestOnLine(place, points, isRing));
  const nearest = near.reduce((a, b) => (b.distance < a.distance ? b : a));
  return nearest.distance <= reach ? [rounded(nearest.at[0]), rounded(nearest.at[1])] : place;
}

function frameOf({ width, height }: World): Outline {
  const points: Point[] = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ];
  return { points, isRing: true };
}

/** What a label has to hold on to, if any of it is near; masks have nothing. */
function outlineNear(label: ImageLabel, [x, y]: Point, world: World, self: string | null): Outline | null {
  const box = boxOf(label);
  const reach = reachOf(world);
  if (label.id === self || x < box.x1 - reach || x > box.x2 + reach || y < box.y1 - reach || y > box.y2 + reach)
    return null;
  const { vertices } = shapeOf(label);
  if (vertices) return { points: vertices.of(label), isRing: vertices.isRing };
  const polygon = asPolygon(label);
  return polygon && { points: polygon.points, isRing: true };
}
