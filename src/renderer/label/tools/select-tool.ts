import { distanceBetween, nearestOnLine, nearestVertex } from '../../../shared/geometry/paths.ts';
import type { LabelEdit } from '../../../shared/labels/label-edits.ts';
import type { ImageLabel, Point } from '../../../shared/schemas/label.ts';
import { labelAt, movedBy } from '../../canvas/label-shape.ts';
import { midpoints } from './midpoints.ts';
import { type Pointer, placed, reachOf, type Step, type ToolState, trembleOf, type World } from './tool.ts';

type WithVertices = Extract<ImageLabel, { points: Point[] }>;

/**
 * A click picks the label on top, a drag moves it. On the selected label: drag a vertex, drag the middle of an edge or
 * Shift+press anywhere on it for a new vertex, Alt+click a vertex to remove it.
 */
export function selectTool(): ToolState {
  return {
    name: 'idle',
    onPointerDown(pointer, world) {
      if (pointer.button === 'right') return {};
      return onSelected(pointer, world) ?? picked(pointer, world);
    },
  };
}

function picked({ at }: Pointer, world: World): Step {
  const label = labelAt(world.free, at, reachOf(world) / 2);
  return label ? { to: pointing(label, at), select: label.id } : { select: null };
}

/** What a press means for the vertices of the selected label, if it means them at all. */
function onSelected(pointer: Pointer, world: World): Step | null {
  const label = world.selected;
  if (!label || label.shape === 'brush') return null;
  const reach = reachOf(world);
  const vertex = nearestVertex(pointer.at, label.points, reach);
  if (vertex !== null) {
    return pointer.alt
      ? withoutVertex(label, vertex)
      : { to: draggingVertex(label, vertex, label.points[vertex], 'moved') };
  }
  const segment = edgeAt(pointer, label, world);
  if (segment === null) return null;
  const at = placed(pointer.at, world);
  const grown = { ...label, points: label.points.toSpliced(segment + 1, 0, at) };
  return { to: draggingVertex(grown, segment + 1, at, pointer.shift ? 'set' : 'pulled') };
}

/** The edge that a press would put a vertex into. */
function edgeAt({ at, shift }: Pointer, label: WithVertices, world: World): number | null {
  const middle = midpoints(label, world.pixel).find(point => distanceBetween(point.at, at) <= reachOf(world));
  if (middle) return middle.segment;
  if (!shift) return null;
  const { segment, distance } = nearestOnLine(at, label.points, label.shape === 'polygon');
  return distance <= reachOf(world) ? segment : null;
}

function withoutVertex(label: WithVertices, vertex: number): Step {
  const least = label.shape === 'polygon' ? 3 : 2;
  if (label.points.length <= least) return {};
  return { edits: [{ kind: 'remove-vertex', id: label.id, vertex }] };
}

/** The button is down on a label that has not moved yet. */
function pointing(label: ImageLabel, start: Point): ToolState {
  return {
    name: 'pointing',
    onPointerMove: ({ at }, world) =>
      distanceBetween(at, start) > trembleOf(world) ? { to: moving(label, start, at) } : {},
    onPointerUp: () => ({ to: selectTool() }),
    onCancel: () => ({ to: selectTool() }),
  };
}

function moving(label: ImageLabel, start: Point, at: Point): ToolState {
  const moved = movedBy(label, rounded(at[0] - start[0]), rounded(at[1] - start[1]));
  return {
    name: 'moving',
    draft: () => ({ label: moved, as: 'label' }),
    onPointerMove: pointer => ({ to: moving(label, start, pointer.at) }),
    onPointerUp: () => ({ to: selectTool(), edits: [{ kind: 'replace', label: moved }] }),
    onCancel: () => ({ to: selectTool() }),
  };
}

/** `moved`: a vertex that was there; `pulled`: a new one once the pointer moves; `set`: a new one in any case. */
function draggingVertex(label: WithVertices, vertex: number, at: Point, how: 'moved' | 'pulled' | 'set'): ToolState {
  const { id } = label;
  const stays = distanceBetween(at, label.points[vertex]) === 0;
  return {
    name: 'dragging vertex',
    draft: () => ({ label: { ...label, points: label.points.with(vertex, at) }, as: 'label' }),
    onPointerMove: (pointer, world) => ({ to: draggingVertex(label, vertex, placed(pointer.at, world), how) }),
    onPointerUp() {
      if (stays && how !== 'set') return { to: selectTool() };
      const moved: LabelEdit = { kind: 'move-vertex', id, vertex, to: at };
      const inserted: LabelEdit = { kind: 'insert-vertex', id, vertex, at };
      return { to: selectTool(), edits: [how === 'moved' ? moved : inserted] };
    },
    onCancel: () => ({ to: selectTool() }),
  };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
