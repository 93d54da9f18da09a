import { distanceBetween, simplified } from '../../../shared/geometry/paths.ts';
import type { LabelEdit } from '../../../shared/labels/label-edits.ts';
import type { ImageLabel, Point } from '../../../shared/schemas/label.ts';
import { type Draft, placed, reachOf, type Step, type ToolState, trembleOf, type World } from './tool.ts';

type PathShape = 'polygon' | 'polyline';
type PathLabel = Extract<ImageLabel, { shape: PathShape }>;
type Polyline = Extract<ImageLabel, { shape: 'polyline' }>;

/** What is being drawn. */
interface Path {
  readonly shape: PathShape;
  readonly id: string;
  readonly points: readonly Point[];
  /** The polyline that is drawn on from its end. */
  readonly continues: Polyline | null;
}

const LEAST = { polygon: 3, polyline: 2 } as const;

/**
 * Polygon and polyline: a click sets a vertex, a drag traces freehand, right click, double click or Enter finishes; a
 * polygon also by a click on its first vertex. The polyline tool goes on with the selected polyline from either end.
 */
export function pathTool(shape: PathShape): ToolState {
  return {
    name: 'idle',
    onPointerDown({ at, button }, world) {
      if (button === 'right') return {};
      const path = shape === 'polyline' ? continued(at, world) : null;
      if (path?.continues) return { to: placing(path, at), lineWidth: path.continues.width };
      const started = { shape, id: world.newId(), points: [placed(at, world)], continues: null };
      return { to: pressing(started), select: null };
    },
  };
}

/** The selected polyline, turned so that the end under the pointer is its last vertex. */
function continued(at: Point, world: World): Path | null {
  const label = world.selected;
  if (label?.shape !== 'polyline') return null;
  const reach = reachOf(world);
  const found = [label.points, label.points.toReversed()].find(points => distanceBetween(at, points.at(-1)!) <= reach);
  return found ? { shape: 'polyline', id: label.id, points: found, continues: label } : null;
}

/** The button is down on the vertex just set. */
function pressing(path: Path): ToolState {
  return {
    name: 'pressing',
    ...common(path),
    onPointerMove({ at }, world) {
      const moved = distanceBetween(at, path.points.at(-1)!) > trembleOf(world);
      return moved ? { to: tracing(path, [path.points.at(-1)!, placed(at, world)]) } : {};
    },
    onPointerUp: ({ at }) => ({ to: placing(path, at) }),
  };
}

/** Freehand, as long as the button is down: `trail` is where the pointer went. */
function tracing(path: Path, trail: readonly Point[]): ToolState {
  return {
    name: 'tracing',
    ...common({ ...path, points: [...path.points, ...trail.slice(1)] }),
    onBack: () => ({ to: placing(path, trail[0]) }),
    onPointerMove({ at }, world) {
      const next = placed(at, world);
      return distanceBetween(next, trail.at(-1)!) < 2 * world.pixel ? {} : { to: tracing(path, [...trail, next]) };
    },
    onPointerUp({ at }, world) {
      const tolerance = Math.max(0.25, 0.75 * world.pixel);
      return { to: placing({ ...path, points: [...path.points, ...simplified(trail, tolerance).slice(1)] }, at) };
    },
  };
}

/** The button is up: the next vertex would be where the pointer is. */
function placing(path: Path, hover: Point): ToolState {
  return {
    name: 'placing',
    ...common(path),
    draft: world => draftOf({ ...path, points: [...path.points, placed(hover, world)] }, world),
    onPointerMove: ({ at }) => ({ to: placing(path, at) }),
    onPointerDown({ at, button }, world) {
      if (button === 'right' || closes(path, at, world)) return finished(path, world);
      const again = distanceBetween(at, path.points.at(-1)!) <= trembleOf(world);
      if (again) return path.points.length >= LEAST[path.shape] ? finished(path, world) : {};
      return { to: pressing({ ...path, points: [...path.points, placed(at, world)] }) };
    },
  };
}

function common(path: Path) {
  return {
    draft: (world: World) => draftOf(path, world),
    onComplete: (world: World) => finished(path, world),
    onCancel: () => abandoned(path),
    onBack: (): Step => {
      const points = path.points.slice(0, -1);
      return points.length > 0 ? { to: placing({ ...path, points }, points.at(-1)!) } : abandoned(path);
    },
  };
}

function closes({ shape, points }: Path, at: Point, world: World): boolean {
  return shape === 'polygon' && points.length >= 3 && distanceBetween(at, points[0]) <= reachOf(world);
}

function abandoned(path: Path): Step {
  return { to: pathTool(path.shape) };
}

function finished(path: Path, world: World): Step {
  if (path.points.length < LEAST[path.shape]) return abandoned(path);
  const label = labelOf(path, world);
  const edit: LabelEdit = path.continues
    ? { kind: 'replace', label }
    : { kind: 'add', index: world.content.labels.length, label };
  return { to: pathTool(path.shape), edits: [edit], select: path.id };
}

function labelOf({ shape, id, points, continues }: Path, { className, lineWidth }: World): PathLabel {
  const label = { id, class: continues?.class ?? className, source: 'drawn' as const, points: [...points] };
  return shape === 'polygon' ? { ...label, shape } : { ...label, shape, width: lineWidth };
}

function draftOf(path: Path, world: World): Draft {
  return { label: labelOf(path, world), as: 'line' };
}
