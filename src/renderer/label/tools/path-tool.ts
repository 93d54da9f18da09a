import { distanceBetween, simplified } from '../../../shared/geometry/paths.ts';
import type { ImageLabel, Point } from '../../../shared/schemas/label.ts';
import { snapped } from './snap.ts';
import { type Draft, drawn, placed, reachOf, type Step, type ToolState, trembleOf, type World } from './tool.ts';

/** What is drawn vertex by vertex. */
export interface PathKind {
  readonly isRing: boolean;
  /** How many vertices it needs. */
  readonly least: number;
  /** `continues`: the label that is drawn on, from its last vertex. */
  label(marks: Marks, points: Point[], world: World, continues: ImageLabel | null): ImageLabel;
  /** What a press at a place goes on with, where that is no new label. */
  goingOn?(at: Point, world: World): GoingOn | null;
  /** What comes of it; it becomes a label where this is left out. */
  done?(label: ImageLabel, world: World): Step;
}

type Marks = Pick<ImageLabel, 'id' | 'class' | 'source'>;

/** A label that is drawn on from its last vertex. */
export interface GoingOn {
  readonly label: ImageLabel;
  readonly points: readonly Point[];
  readonly lineWidth: number;
}

/** What is being drawn. */
interface Path {
  readonly kind: PathKind;
  readonly id: string;
  readonly points: readonly Point[];
  /** The label that is drawn on. */
  readonly continues: ImageLabel | null;
}

/**
 * A click sets a vertex, a drag traces freehand, right click, double click or Enter finishes; a ring also by a click on its
 * first vertex.
 */
export function pathTool(kind: PathKind): ToolState {
  return {
    name: 'idle',
    onPointerDown(pointer, world) {
      const { at, button } = pointer;
      if (button === 'right') return {};
      const on = kind.goingOn?.(at, world);
      if (on) {
        const path = { kind, id: on.label.id, points: on.points, continues: on.label };
        return { to: placing(path, at), lineWidth: on.lineWidth };
      }
      const path = { kind, id: world.newId(), points: [snapped(pointer, world, null)], continues: null };
      return { to: pressing(path, at), ...(!kind.done && { select: [] }) };
    },
  };
}

/** The button is down on the vertex just set; `start`: where it went down. */
function pressing(path: Path, start: Point): ToolState {
  return {
    name: 'pressing',
    ...common(path),
    onPointerMove({ at }, world) {
      const moved = distanceBetween(at, start) > trembleOf(world);
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
    onPointerMove: (pointer, world) => ({ to: placing(path, snapped(pointer, world, path.id)) }),
    onPointerDown(pointer, world) {
      if (pointer.button === 'right' || closes(path, pointer.at, world)) return finished(path, world);
      const at = snapped(pointer, world, path.id);
      const again = distanceBetween(at, path.points.at(-1)!) <= trembleOf(world);
      if (again) return path.points.length >= path.kind.least ? finished(path, world) : {};
      return { to: pressing({ ...path, points: [...path.points, at] }, pointer.at) };
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

function closes({ kind, points }: Path, at: Point, world: World): boolean {
  return kind.isRing && points.length >= kind.least && distanceBetween(at, points[0]) <= reachOf(world);
}

function abandoned(path: Path): Step {
  return { to: pathTool(path.kind) };
}

function finished(path: Path, world: World): Step {
  if (path.points.length < path.kind.least) return abandoned(path);
  const label = labelOf(path, world);
  if (path.kind.done) return { ...path.kind.done(label, world), to: pathTool(path.kind) };
  return { to: pathTool(path.kind), ...drawn(label, world, path.continues !== null) };
}

function labelOf({ kind, id, points, continues }: Path, world: World): ImageLabel {
  return kind.label({ id, class: continues?.class ?? world.className, source: 'drawn' }, [...points], world, continues);
}

function draftOf(path: Path, world: World): Draft {
  const label = labelOf(path, world);
  return path.kind.done ? { outline: label, as: 'outline' } : { labels: [label], as: 'line' };
}
