import { distanceBetween } from '../../../shared/geometry/paths.ts';
import type { ImageLabel, Point } from '../../../shared/schemas/label.ts';
import { labelAt, movedBy } from '../../canvas/label-shape.ts';
import { viewOf } from '../shapes/shapes.ts';
import {
  type Grip,
  type Pointer,
  placed,
  reachOf,
  rounded,
  type Step,
  type ToolState,
  trembleOf,
  type World,
} from './tool.ts';

/** A click picks the label on top, a drag moves it; what can be held of the selected label is its shape's. */
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

function picked({ at }: Pointer, world: World): Step {
  const label = labelAt(world.free, at, reachOf(world) / 2);
  return label ? { to: pointing(label, at), select: label.id } : { select: null };
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

function holding(grip: Grip, at: Point): ToolState {
  const stays = distanceBetween(at, grip.start) === 0 && !grip.isSet;
  return {
    name: 'holding',
    draft: () => ({ label: grip.label(at), as: 'label' }),
    onPointerMove: (pointer, world) => ({ to: holding(grip, placed(pointer.at, world)) }),
    onPointerUp: () => ({ to: selectTool(), edits: stays ? [] : grip.edits(at) }),
    onCancel: () => ({ to: selectTool() }),
  };
}
