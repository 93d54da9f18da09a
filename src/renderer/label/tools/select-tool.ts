import { distanceBetween, rounded } from '../../../shared/geometry/paths.ts';
import type { ImageLabel, Point } from '../../../shared/schemas/label.ts';
import { labelAt, movedBy, paintsIn } from '../../canvas/label-shape.ts';
import { viewOf } from '../shapes/shapes.ts';
import { snapped } from './snap.ts';
import { type Grip, type Pointer, placed, reachOf, type Step, type ToolState, trembleOf, type World } from './tool.ts';

/**
 * A click picks the label on top, with Shift besides what is selected; a drag moves what is selected, or pulls up a box where there
 * is no label. What can be held of a single selected label is its shape's.
 */
export function selectTool(): ToolState {
  return {
    name: 'idle',
    onPointerDown(pointer, world) {
      if (pointer.button === 'right') return {};
      const grab = world.selected && viewOf(world.selected).grab(world.selected, pointer, world);
      if (!grab) return picked(pointer, world);
      return 'start' in grab ? { to: holding(grab, grab.start) } : grab;
    },
  };
}

function picked({ at, shift }: Pointer, world: World): Step {
  const label = labelAt(world.free, at, reachOf(world) / 2);
  const selection = idsOf(world.selection);
  if (!label) return { to: banding(at, at, shift ? selection : []), ...(!shift && { select: [] }) };
  const isSelected = selection.includes(label.id);
  if (shift) return { select: isSelected ? selection.filter(id => id !== label.id) : [...selection, label.id] };
  if (isSelected) return { to: pointing(world.selection, label, at) };
  return { to: pointing([label], label, at), select: [label.id] };
}

function idsOf(labels: readonly ImageLabel[]): string[] {
  return labels.map(({ id }) => id);
}

/** The button is down on one of the labels that would be moved. */
function pointing(labels: readonly ImageLabel[], label: ImageLabel, start: Point): ToolState {
  return {
    name: 'pointing',
    onPointerMove: ({ at }, world) =>
      distanceBetween(at, start) > trembleOf(world) ? { to: moving(labels, start, at) } : {},
    onPointerUp: () => ({ to: selectTool(), select: [label.id] }),
    onCancel: () => ({ to: selectTool() }),
  };
}

function moving(labels: readonly ImageLabel[], start: Point, at: Point): ToolState {
  const moved = labels.map(label => movedBy(label, rounded(at[0] - start[0]), rounded(at[1] - start[1])));
  return {
    name: 'moving',
    draft: () => ({ labels: moved, as: 'label' }),
    onPointerMove: pointer => ({ to: moving(labels, start, pointer.at) }),
    onPointerUp: () => ({ to: selectTool(), edits: moved.map(label => ({ kind: 'replace', label })) }),
    onCancel: () => ({ to: selectTool() }),
  };
}

/** A box is pulled up from where there is no label: what paints in it will be selected, besides `kept`. */
function banding(start: Point, at: Point, kept: readonly string[]): ToolState {
  return {
    name: 'banding',
    draft: () => ({ corners: [start, at], as: 'band' }),
    onPointerMove: pointer => ({ to: banding(start, pointer.at, kept) }),
    onPointerUp(_, world) {
      if (distanceBetween(at, start) <= trembleOf(world)) return { to: selectTool() };
      const found = world.free.filter(label => paintsIn(label, [start, at]) && !kept.includes(label.id));
      return { to: selectTool(), select: [...kept, ...idsOf(found)] };
    },
    onCancel: () => ({ to: selectTool() }),
  };
}

function heldAt({ snaps }: Grip, pointer: Pointer, world: World): Point {
  return snaps === undefined ? placed(pointer.at, world) : snapped(pointer, world, snaps);
}

function holding(grip: Grip, at: Point): ToolState {
  const stays = distanceBetween(at, grip.start) === 0 && !grip.isSet;
  return {
    name: 'holding',
    draft: () => ({ labels: [grip.label(at)], as: 'label' }),
    onPointerMove: (pointer, world) => ({ to: holding(grip, heldAt(grip, pointer, world)) }),
    onPointerUp: () => ({ to: selectTool(), edits: stays ? [] : grip.edits(at) }),
    onCancel: () => ({ to: selectTool() }),
  };
}
