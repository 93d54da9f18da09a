import { IconScissors } from '@tabler/icons-react';
import type { Cut } from '../../../shared/geometry/cut.ts';
import { distanceBetween } from '../../../shared/geometry/paths.ts';
import { cutEdits } from '../../../shared/labels/cut-label.ts';
import type { ImageLabel, Point } from '../../../shared/schemas/label.ts';
import { type Step, type Tool, type ToolState, trembleOf, type World } from './tool.ts';

export const cutter: Tool = {
  title: 'Cut in two',
  key: 'X',
  icon: IconScissors,
  hint: 'Drag a line across the selected labels, or across any when none is selected; or click both of its ends.',
  width: null,
  begin: cutTool,
};

function cutTool(): ToolState {
  return {
    name: 'idle',
    onPointerDown: ({ at, button }) => (button === 'left' ? { to: cutting([at, at]) } : {}),
  };
}

/** The line goes from where the button went down to the pointer. */
function cutting(cut: Cut): ToolState {
  const [start, end] = cut;
  const isLong = (at: Point, world: World) => distanceBetween(at, start) > trembleOf(world);
  return {
    name: 'cutting',
    draft: ({ className }) => ({ outline: lineOf(cut, className), as: 'outline' }),
    onPointerMove: ({ at }) => ({ to: cutting([start, at]) }),
    onPointerDown: (_, world) => cutThrough(cut, world),
    onPointerUp: ({ at }, world) => (isLong(at, world) ? cutThrough([start, at], world) : {}),
    onComplete: world => (isLong(end, world) ? cutThrough(cut, world) : { to: cutTool() }),
    onCancel: () => ({ to: cutTool() }),
  };
}

/** The pieces are selected: what was cut is seen, and can be taken away or given another class. */
function cutThrough(cut: Cut, { content, selection, free, newId }: World): Step {
  const labels = selection.length > 0 ? selection : free;
  const edits = cutEdits(content, labels, cut, newId);
  const pieces = edits.flatMap(edit => ('label' in edit ? [edit.label.id] : []));
  return { to: cutTool(), edits, ...(pieces.length > 0 && { select: pieces }) };
}

function lineOf([from, to]: Cut, className: string): ImageLabel {
  return { id: 'cut', shape: 'polyline', class: className, source: 'drawn', points: [from, to], width: 1 };
}
